import { useSearch } from '@tanstack/react-router';
import { InvitePage } from '~/features/session/InvitePage';
import { ForgotPage, NewAddressPage, ResetPage, VerifyPage } from '~/features/session/MailPages';
import { RegisterPage } from '~/features/session/RegisterPage';

export function RegisterRoute() {
  return <RegisterPage />;
}

export function InviteRoute() {
  return <InvitePage token={useSearch({ from: '/invite' }).token} />;
}

export function ForgotRoute() {
  return <ForgotPage />;
}

export function ResetRoute() {
  return <ResetPage token={useSearch({ from: '/reset' }).token} />;
}

export function VerifyRoute() {
  return <VerifyPage token={useSearch({ from: '/verify' }).token} />;
}

export function NewAddressRoute() {
  return <NewAddressPage token={useSearch({ from: '/new-address' }).token} />;
}
