import { useSearch } from '@tanstack/react-router';
import { InvitePage } from '~/features/session/InvitePage';
import { RegisterPage } from '~/features/session/RegisterPage';
import { SignInPage } from '~/features/session/SignInPage';

export function SignInRoute() {
  return <SignInPage next={useSearch({ from: '/sign-in' }).next} />;
}

export function RegisterRoute() {
  return <RegisterPage />;
}

export function InviteRoute() {
  return <InvitePage token={useSearch({ from: '/invite' }).token} />;
}
