import { QrCode } from './qr-code.js';

interface Props {
  /** In base 32. */
  readonly secret: string;
  /** What an app reads from the picture. */
  readonly uri: string;
}

/** How an authenticator app gets to know a secret. */
export function Authenticator({ secret, uri }: Props) {
  return (
    <>
      <ol>
        <li>In the app, add an account, and point the camera at this picture.</li>
        <li>Type the code that the app then shows.</li>
      </ol>
      <QrCode text={uri} label="The picture for your authenticator app" />
      <p>
        On this phone: <a href={uri}>open the app</a>. Without a camera, type this key into it:{' '}
        <code id="key">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </>
  );
}
