import { isMap } from 'yaml';
import { keyMap, optional, usually } from '../keys/key-map.js';
import { oneOrMore, text, yesOrNo } from '../keys/types.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { secret, unshown, type Secret } from '../secret.js';
import { isMailAddress } from './mail-address.js';
import { faultOfWebhook } from './webhook-url.js';
import type { Place } from '../yaml/yaml-file.js';

/** Where a notice goes. */
export type NoticeAddress =
  | { readonly type: 'webhook'; readonly url: string; readonly secret: Secret }
  | { readonly type: 'mail'; readonly to: string };

/** Somebody who is told how a night ended. */
export interface Recipient {
  readonly address: NoticeAddress;
  /** Whether they are told even if there is nothing to look at. */
  readonly always: boolean;
  /** Where it is asked for: messages name that, because an address may be a person's, or have a token. */
  readonly place: Place;
}

const webhookUrl: YamlType<string> = unshown({
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    const fault = written === '' ? null : faultOfWebhook(written);
    if (fault !== null) file.problem(node, 'wrong-type', fault.message, fault.hint);
    return written;
  },
});

const mailAddress: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    if (written !== '' && !isMailAddress(written))
      file.problem(node, 'wrong-type', `${what} must be one address of mail.`, 'Write it like office@example.org.');
    return written;
  },
};

const recipientKeys = keyMap(
  {
    webhook: optional(
      webhookUrl,
      'The URL that gets the notice as JSON (docs/json.md), with https; http only on this machine.',
      'https://ops.example.org/pullthrough',
    ),
    secret: optional(unshown(secret), 'Where the secret is with which a webhook is signed; both sides have it.', {
      env: 'PULLTHROUGH_WEBHOOK_SECRET',
    }),
    mail: optional(
      mailAddress,
      'The address of mail that gets it. PULLTHROUGH_SMTP says by which server.',
      'office@example.org',
    ),
    always: usually(yesOrNo, false, 'Whether it is sent even if no school is held, failed or not seen.', true),
  },
  { oneOf: [{ required: ['webhook', 'secret'] }, { required: ['mail'] }] },
);

const recipient = named<Recipient[]>(
  'recipient',
  'Recipient',
  'Who is told, at most once a night, which schools are held, failed or did not arrive: by a webhook or by mail.',
  {
    schema: recipientKeys.schema,
    read(file, node, what) {
      const entries = recipientKeys.enter(file, node, 'a recipient');
      if (!isMap(node)) return [];
      const { webhook, secret: signing, mail, always } = recipientKeys.readFrom(file, entries, node, 'A recipient');
      const place = file.place(node);
      if (webhook !== null && mail !== null) {
        file.problem(
          entries.get('mail')?.key ?? node,
          'excludes',
          'A recipient has both "webhook" and "mail".',
          'Make two of it.',
        );
        return [];
      }
      if (webhook !== null) {
        if (signing === null)
          file.require(entries, 'secret', node, what, 'What is not signed, anybody could have sent.');
        return [{ address: { type: 'webhook', url: webhook, secret: signing ?? { env: '' } }, always, place }];
      }
      if (mail === null) {
        file.require(entries, 'mail', node, what, 'Or a "webhook" with its "secret".');
        return [];
      }
      if (signing !== null)
        file.problem(entries.get('secret')?.key ?? node, 'excludes', 'Mail is not signed.', 'Remove "secret".');
      return [{ address: { type: 'mail', to: mail }, always, place }];
    },
  },
  { mail: 'office@example.org' },
);

/** One recipient or several. */
export const recipients: YamlType<Recipient[][]> = oneOrMore(recipient);
