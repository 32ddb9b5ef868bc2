/** What is wrong with what was typed, above its form. It has the focus, so that nobody has to look for what happened. */
export function Fault({ fault }: { readonly fault: string | null }) {
  if (fault === null) return null;
  return (
    <p class="failed" role="alert" id="fault" tabindex={-1} autofocus>
      {fault}
    </p>
  );
}
