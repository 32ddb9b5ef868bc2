// What a browser may do beyond forms and links, which do the same without it: a list follows what is typed, and a field
// that people type is kept without leaving the list.

const waitBeforeAsking = 200;

for (const form of document.querySelectorAll('form[role=search]')) follow(form);
for (const form of document.querySelectorAll('form.room')) keepInPlace(form);

/** Asks for the list while somebody types, and puts what was found in the place of what stands there. */
function follow(form) {
  const found = document.getElementById('found');
  if (found === null) return;
  let waiting;
  let latest = 0;
  const ask = async () => {
    const number = ++latest;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value !== '') address.searchParams.set(name, value);
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const now = page.getElementById('found');
    // Answers may come in another order than the questions; and whoever is signed out has no list any more.
    if (number !== latest) return;
    if (now === null) return location.assign(address);
    found.replaceChildren(...now.childNodes);
    for (const inner of found.querySelectorAll('form.room')) keepInPlace(inner);
    history.replaceState(null, '', address);
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void ask().catch(() => form.submit()), waitBeforeAsking);
  });
}

/** Sends the form and stays where it is; where that fails, the form goes its usual way and the page says why. */
function keepInPlace(form) {
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  form.append(said);
  form.addEventListener('input', () => (said.textContent = ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: 'POST', body }).then(
      ({ ok }) => (ok ? (said.textContent = 'Saved') : form.submit()),
      () => form.submit(),
    );
  });
}
