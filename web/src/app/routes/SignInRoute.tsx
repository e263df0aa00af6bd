import { useSearch } from '@tanstack/react-router';
import { SignInPage } from '~/features/session/SignInPage';

/** The first page of all: a chunk of its own, as small as it can be. */
export function SignInRoute() {
  const { next, problem } = useSearch({ from: '/sign-in' });
  return <SignInPage next={next} problem={problem} />;
}
