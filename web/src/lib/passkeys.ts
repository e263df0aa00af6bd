import { t } from '@lingui/core/macro';

/**
 * Passkeys in the browser: the options of the server become the browser's objects, what the browser answers becomes JSON again (WebAuthn level 3).
 * Browsers that do not have the conversions yet are helped by a small one here.
 */

type Json = Record<string, unknown>;

/** They belong to a name: at a bare address, and without TLS, browsers refuse them. */
export function passkeysWork(): boolean {
  return typeof window.PublicKeyCredential === 'function' && window.isSecureContext && !/^[\d.]+$|:/.test(window.location.hostname);
}

function toBytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (char) => char.codePointAt(0) ?? 0).buffer;
}

function toText(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCodePoint(byte)).join('');
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const withIds = (list: unknown) => (Array.isArray(list) ? list.map((one: Json) => ({ ...one, id: toBytes(String(one['id'])) })) : []);

function creationOptions(options: Json): PublicKeyCredentialCreationOptions {
  if ('parseCreationOptionsFromJSON' in PublicKeyCredential) return PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  const user = options['user'] as Json;
  return {
    ...options,
    challenge: toBytes(String(options['challenge'])),
    user: { ...user, id: toBytes(String(user['id'])) },
    excludeCredentials: withIds(options['excludeCredentials']),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function requestOptions(options: Json): PublicKeyCredentialRequestOptions {
  if ('parseRequestOptionsFromJSON' in PublicKeyCredential) return PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return { ...options, challenge: toBytes(String(options['challenge'])), allowCredentials: withIds(options['allowCredentials']) } as unknown as PublicKeyCredentialRequestOptions;
}

function toJson(credential: PublicKeyCredential): Json {
  // Some password managers put a credential of their own in place of the browser's, without toJSON.
  if (typeof (credential as { toJSON?: unknown }).toJSON === 'function') return credential.toJSON() as Json;
  const response = Object.fromEntries(
    ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].flatMap((name) => {
      const value = (credential.response as unknown as Record<string, ArrayBuffer | null | undefined>)[name];
      return value ? [[name, toText(value)]] : [];
    }),
  );
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response, clientExtensionResults: credential.getClientExtensionResults() };
}

/** What the browser says when nothing comes of it, in words; null where the person simply changed their mind. */
function refusal(error: unknown): Error | null {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return null;
  if (name === 'InvalidStateError') return new Error(t`This device already has a passkey for your account.`);
  if (name === 'SecurityError') return new Error(t`Passkeys do not work at this address.`);
  return new Error(t`The browser could not use a passkey.`);
}

/** The credential as JSON; null when the person changed their mind or the browser gave up waiting. */
async function ask(work: () => Promise<Credential | null>): Promise<Json | null> {
  try {
    const credential = await work();
    return credential ? toJson(credential as PublicKeyCredential) : null;
  } catch (error) {
    const said = refusal(error);
    if (said) throw said;
    return null;
  }
}

export function makePasskey(options: Json): Promise<Json | null> {
  return ask(() => navigator.credentials.create({ publicKey: creationOptions(options) }));
}

export function askPasskey(options: Json): Promise<Json | null> {
  return ask(() => navigator.credentials.get({ publicKey: requestOptions(options) }));
}
