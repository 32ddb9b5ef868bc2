const longest = 254;

/** Whether a text is one address of mail, and can be a header of its own: no name beside it, no second one, no space. */
export function isMailAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  return (
    text.length <= longest && more.length === 0 && local !== '' && /^[^\s,;:<>()[\]"\\]+$/u.test(text) && isHost(domain)
  );
}

function isHost(domain: string): boolean {
  return domain !== '' && domain.split('.').every((label) => /^[\p{L}\p{N}][\p{L}\p{N}-]*$/u.test(label));
}
