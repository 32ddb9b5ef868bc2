// What a browser may do beyond forms and links, which do the same without it: a list follows what is typed, and a field
// that people type is kept without leaving the list.

const waitBeforeAsking = 200;

const isSignedIn = document.querySelector('form.signed-in') !== null;

signOutEverywhereHere();
for (const form of document.querySelectorAll('main form[role=search]')) follow(form);
findFrom(document.querySelector('form.find'), document.getElementById('find-key'));
closeMenu(document.getElementById('menu'), document.querySelector('.menu-link'));
for (const form of document.querySelectorAll('form.room')) keepInPlace(form);
for (const form of document.querySelectorAll('form.typing')) typeMany(form);
for (const form of document.querySelectorAll('form.approve')) countChosen(form);
sayWhatIsKept(document.querySelector('[data-kept]'));

/**
 * Who signs out leaves nothing that they typed and no page open in any tab of this browser, because at a shared computer
 * somebody else sits down next.
 */
function signOutEverywhereHere() {
  const [last, leaving] = ['signed-out', 'signing-out'];
  const forget = () => {
    const mark = localStorage.getItem(last);
    sessionStorage.clear();
    if (mark !== null) sessionStorage.setItem(last, mark);
  };
  const tell = () => {
    localStorage.setItem(last, `${Date.now()} ${Math.random()}`);
    forget();
  };
  // A tab that slept hears of it late.
  if (sessionStorage.getItem(last) !== localStorage.getItem(last)) forget();
  // The other tabs are told again once the session has ended: before, they would still be let in.
  if (!isSignedIn && sessionStorage.getItem(leaving) !== null) tell();
  for (const form of document.querySelectorAll('form:is([action="/sign-out"], [action="/sign-out-everywhere"])'))
    form.addEventListener('submit', () => {
      tell();
      sessionStorage.setItem(leaving, '');
    });
  addEventListener('storage', ({ key }) => {
    if (key !== last || !isSignedIn) return;
    forget();
    location.replace('/sign-in');
  });
}

/** What was sent and could not be saved may still be in this tab. */
function sayWhatIsKept(said) {
  const isKept = Object.entries(sessionStorage).some(
    ([name, value]) => name.startsWith('typed ') && JSON.parse(value).all.some(([, { sent }]) => sent === true),
  );
  if (said !== null && isKept) said.textContent = said.dataset.kept;
}

/** Asks for the list while somebody types, and puts what was found in the place of what stands there. */
function follow(form) {
  const found = document.getElementById('found');
  const count = document.getElementById('count');
  if (found === null || count === null) return;
  let waiting;
  let asking = new AbortController();
  const ask = async () => {
    // Of questions that overtake each other only the last is answered.
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value !== '') address.searchParams.set(name, value);
    try {
      const response = await fetch(address, { headers: { accept: 'text/html' }, signal });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (signal.aborted) return;
      const now = page.getElementById('found');
      // Whoever is signed out has no list any more: the address itself says what to do.
      if (now === null) return location.assign(address);
      found.replaceChildren(...now.childNodes);
      for (const inner of found.querySelectorAll('form.typing')) typeMany(inner);
      for (const select of form.querySelectorAll('select')) countAnew(select, page);
      count.textContent = page.getElementById('count').textContent;
      history.replaceState(null, '', address);
      document.getElementById('unread')?.remove();
    } catch {
      if (!signal.aborted) count.textContent = 'The list cannot be had just now. Press Show to try again.';
    }
  };
  form.addEventListener('input', ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, target instanceof HTMLSelectElement ? 0 : waitBeforeAsking);
  });
  form.addEventListener('submit', () => clearTimeout(waiting));
}

/**
 * The search on every page: `/` leads to its field, unless somebody has switched that off on its own page: who speaks
 * to a computer types letters that they never meant. Only there does what it finds follow what is typed.
 */
function findFrom(form, choice) {
  if (form === null) return;
  const off = 'find-key-off';
  if (choice !== null) {
    choice.checked = localStorage.getItem(off) === null;
    choice.closest('label').hidden = false;
    choice.addEventListener('change', () =>
      choice.checked ? localStorage.removeItem(off) : localStorage.setItem(off, ''),
    );
  }
  if (location.pathname === new URL(form.action).pathname) follow(form);
  const field = form.elements.q;
  document.addEventListener('keydown', (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (key !== '/' || altKey || ctrlKey || metaKey || target.closest('input, select, textarea') !== null) return;
    if (localStorage.getItem(off) !== null) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/** Esc closes the menu, which opens as the target of its link. */
function closeMenu(menu, link) {
  document.addEventListener('keydown', ({ key, target }) => {
    if (key !== 'Escape' || !menu?.matches(':target') || target.closest('input, select, textarea') !== null) return;
    location.hash = 'main';
    link.focus();
  });
}

/** What there is to choose may say how many it would find. */
function countAnew(select, page) {
  const now = new Map();
  for (const option of page.querySelectorAll(`form[role=search] select[name="${CSS.escape(select.name)}"] option`))
    now.set(option.value, option.textContent);
  for (const option of select.options) option.textContent = now.get(option.value) ?? option.textContent;
}

/** All schools of a list may be chosen at once, and the button says how many are. */
function countChosen(form) {
  const boxes = [...form.querySelectorAll('input[name=hold]')];
  const button = form.querySelector('.ask button');
  if (boxes.length === 0 || button === null) return;
  const unchosen = button.textContent;
  const all = Object.assign(document.createElement('input'), { type: 'checkbox' });
  const label = Object.assign(document.createElement('label'), { className: 'tick' });
  label.append(all, boxes.length === 1 ? 'The only one' : `All ${boxes.length} that you may approve`);
  form.querySelector('table').before(label);
  const update = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    button.textContent = chosen === 0 ? unchosen : `Approve ${chosen === 1 ? '1 school' : `${chosen} schools`}`;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  for (const box of boxes) box.addEventListener('change', update);
  update();
}

/** Sends the form and stays where it is; where that fails, the form goes its usual way and the page says why. */
function keepInPlace(form) {
  const { value: field, shown, to } = form.elements;
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  form.append(said);
  form.addEventListener('input', () => (said.textContent = tooLong(form, field)));
  let sent = Promise.resolve();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    // One after the other, so that the last one stays.
    sent = sent
      .then(() => {
        body.set('shown', shown.value);
        return fetch(form.action, { method: 'POST', body });
      })
      .then(
        ({ ok, url }) => {
          // Who is signed out is led elsewhere.
          if (!ok || url !== new URL(to.value, location.href).href) return form.submit();
          shown.value = body.get('value');
          if (field.value === shown.value) said.textContent = `Saved at ${clock()}`;
        },
        () => form.submit(),
      );
  });
}

/** `00:34` */
function clock() {
  return new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** What is wrong with what is typed, at once; the answer to the form decides. Blank if nothing is. */
function tooLong(form, input) {
  const longest = Number(form.dataset.longest);
  const { length } = [...input.value.trim().normalize('NFC')];
  return length > longest ? `too long: ${length} characters, at most ${longest} fit` : '';
}

/**
 * A list that is typed as in a spreadsheet, with one button to save. What is not saved stays in this tab over other pages
 * and a new sign-in: under ids, never names.
 */
function typeMany(form) {
  const cells = [...form.querySelectorAll('.typed')].map(cellOf);
  const kept = keptFor(form, cells);
  const [keys, said, save] = ['.keys', '.savebar [role=status]', '.savebar button'].map((of) => form.querySelector(of));
  keys.hidden = false;
  const update = (note = '') => {
    for (const cell of cells) mark(cell, tooLong(form, cell.input));
    markRows(cells);
    const { size } = kept.all;
    const elsewhere = size - cells.filter(isUnsaved).length;
    save.textContent = size === 0 ? 'Save' : `Save ${size}`;
    const left =
      size === 0 ? '' : `${size} not saved yet${elsewhere === 0 ? '.' : `, ${elsewhere} of them not shown here.`}`;
    const long = cells.filter(isWrong).length;
    const limit = long === 0 ? '' : `${long} too long: at most ${form.dataset.longest} characters fit.`;
    said.textContent = [note, left, limit].filter((text) => text !== '').join(' ');
  };
  const changed = (note) => {
    for (const cell of cells) kept.put(cell);
    update(note);
  };
  form.addEventListener('input', () => changed());
  form.addEventListener('keydown', (event) => {
    const cell = cells.find(({ input }) => input === event.target);
    if (cell !== undefined && !event.isComposing) pressed(event, { cell, cells, save, changed });
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener('paste', (event) => {
    const cell = cells.find(({ input }) => input === event.target);
    const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '');
    if (cell === undefined || (lines.length === 1 && !lines[0].includes('\t'))) return;
    event.preventDefault();
    changed(fill(cells, cell, lines, kept));
  });
  form.addEventListener('submit', (event) => {
    if (kept.all.size > 0) {
      const at = cells.find(({ input }) => input === document.activeElement);
      kept.focus = event.submitter !== null || at === undefined ? null : { id: at.id, field: at.field };
      return kept.send(form, cells);
    }
    event.preventDefault();
    said.textContent = 'Nothing was changed, so there is nothing to save.';
  });
  for (const link of document.querySelectorAll('a[data-leaves]'))
    link.addEventListener('click', () => kept.drop(cells));
  offerRest(form, cells, kept, changed);
  update(kept.isAnothers ? 'What somebody else typed here and did not save is discarded.' : '');
  if (form.dataset.saved !== undefined) goOn(form, cells, { kept, save, update });
}

/** What is saved is said where somebody goes on typing, and they go on where they were. */
function goOn(form, cells, { kept, save, update }) {
  const done = document.querySelector('p.done');
  const { focus } = kept;
  if (done === null || focus === undefined) return;
  const cell = cells.find(({ id, field }) => id === focus?.id && field === focus.field);
  (cell?.input ?? save).focus();
  delete kept.focus;
  kept.store();
  done.remove();
  update(done.textContent);
}

function cellOf(of, at) {
  const [id, field, shown, input] = of.querySelectorAll('input');
  const state = Object.assign(of.querySelector('.state'), { id: `state-${at}` });
  input.setAttribute('aria-describedby', state.id);
  // What is stored as far as the page knows, and what was there when it was typed.
  const now = shown.value;
  const { against = now } = of.dataset;
  const isBeside = of.dataset.against !== undefined;
  return { id: id.value, field: field.value, now, against, isBeside, shown, input, row: of.closest('tr'), state };
}

function isUnsaved({ input, now }) {
  return input.value !== now;
}

function isWrong({ input }) {
  return input.hasAttribute('aria-invalid');
}

function mark(cell, fault) {
  const { state, input, now, against, isBeside } = cell;
  state.textContent = fault !== '' ? fault : isUnsaved(cell) ? 'not saved' : '';
  if (fault === '' && isUnsaved(cell) && against !== now && !isBeside) {
    const other = Object.assign(document.createElement('bdi'), { textContent: now === '' ? '(blank)' : now });
    state.append('; meanwhile changed to ', other);
  }
  if (fault === '') input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
}

/** A row may have several fields. */
function markRows(cells) {
  for (const { row } of cells) row.classList.remove('unsaved', 'wrong');
  for (const cell of cells) {
    if (isUnsaved(cell)) cell.row.classList.add('unsaved');
    if (isWrong(cell)) cell.row.classList.add('wrong');
  }
}

/** What is typed and not saved of a list, by id and field. */
function keptFor(form, cells) {
  const place = `typed ${new URL(form.action).pathname}`;
  const nameOf = ({ id, field }) => JSON.stringify([id, field]);
  const { by, saved, refused } = form.dataset;
  const found = JSON.parse(sessionStorage.getItem(place) ?? '{}');
  // Whoever signs in after somebody else gets nothing of theirs.
  const { all: stored = [], rest = null, focus } = found.by === by ? found : {};
  const all = new Map(stored);
  const kept = { all, rest, focus, isAnothers: found.by !== by && (found.all ?? []).length > 0 };
  kept.store = () =>
    sessionStorage.setItem(place, JSON.stringify({ by, all: [...all], rest: kept.rest, focus: kept.focus }));
  if (found.by !== by) sessionStorage.removeItem(place);
  kept.put = (cell) => {
    const { id, field, input, now, against } = cell;
    // The form would not send a value that is said to have been there before.
    const shown = input.value === against ? now : against;
    // Who saves where the other value stands beside theirs means to write over it; who goes elsewhere does not.
    if (refused === undefined) cell.shown.value = shown;
    if (isUnsaved(cell)) all.set(nameOf(cell), { id, field, value: input.value, shown });
    else all.delete(nameOf(cell));
    kept.store();
  };
  kept.drop = (left) => {
    for (const cell of left) all.delete(nameOf(cell));
    kept.store();
  };
  // What was sent is saved if the form came back saying so, or as the part that was refused.
  kept.send = (to, shownHere) => {
    const here = new Set(shownHere.map(nameOf));
    for (const [name, entry] of all) {
      entry.sent = true;
      if (here.has(name)) continue;
      for (const part of ['id', 'field', 'shown', 'value']) {
        const input = document.createElement('input');
        Object.assign(input, { type: 'hidden', name: part, value: entry[part] });
        to.append(input);
      }
    }
    kept.store();
  };
  for (const [name, entry] of all)
    if (entry.sent === true && (saved !== undefined || refused !== undefined)) all.delete(name);
    else delete entry.sent;
  for (const cell of cells) {
    const entry = all.get(nameOf(cell));
    // What was there when it was typed goes along, so what somebody else typed since is not lost.
    if (entry !== undefined && refused === undefined) {
      if (entry.value !== cell.now) cell.against = entry.shown;
      cell.input.value = entry.value;
    }
    kept.put(cell);
  }
  return kept;
}

/** Enter and the arrows go up and down, Esc puts back what was saved. */
function pressed(event, { cell, cells, save, changed }) {
  const column = cells.filter(({ field }) => field === cell.field);
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined && !event.altKey) {
    event.preventDefault();
    const next = column[column.indexOf(cell) + step]?.input;
    if (next === undefined && event.key === 'Enter' && step === 1) save.focus();
    next?.focus();
    next?.select();
  }
  if (event.key === 'Escape') {
    event.preventDefault();
    cell.input.value = cell.now;
    cell.against = cell.now;
    changed();
  }
}

/** A spreadsheet ends what it copies with a line break. */
function linesOf(text) {
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
}

/** Fills fields from one on; what finds no field is said, and kept for another page. @returns what to say */
function fill(cells, from, lines, kept) {
  const fields = [...new Set(cells.map(({ field }) => field))].slice(
    [...new Set(cells.map(({ field }) => field))].indexOf(from.field),
  );
  const rows = [...new Set(cells.map(({ row }) => row))];
  const below = rows.slice(rows.indexOf(from.row));
  let [filled, dropped] = [0, 0];
  for (const [at, line] of lines.slice(0, below.length).entries())
    for (const [place, text] of line.split('\t').entries()) {
      const cell = cells.find(({ row, field }) => row === below[at] && field === fields[place]);
      if (cell === undefined) dropped += 1;
      else {
        cell.input.value = text.trim();
        filled += 1;
      }
    }
  const rest = lines.slice(below.length);
  kept.rest = rest.length === 0 ? null : { lines: rest, from: location.search };
  return [
    `${filled} filled in.`,
    ...(dropped === 0 ? [] : [`${dropped} further columns of what was pasted were left out.`]),
    ...(rest.length === 0 ? [] : [`${rest.length} more do not fit here: ${whereTheyGo()}`]),
  ].join(' ');
}

function whereTheyGo() {
  const isNext = document.querySelector('main a[rel=next]') !== null;
  return isNext ? 'the next page offers to fill them in.' : 'the list ends here.';
}

/** What was pasted on another page and did not fit there. */
function offerRest(form, cells, kept, changed) {
  if (kept.rest === null || kept.rest.from === location.search || cells.length === 0) return;
  const offer = document.createElement('button');
  Object.assign(offer, {
    type: 'button',
    className: 'plain',
    textContent: `Fill in the other ${kept.rest.lines.length} from here`,
  });
  offer.addEventListener('click', () => {
    const { lines } = kept.rest;
    offer.remove();
    cells[0].input.focus();
    changed(fill(cells, cells[0], lines, kept));
  });
  form.prepend(offer);
}
