import { roles, type Role } from '../load/people/role.js';
import type { TypedAccount } from './typed-account.js';

const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'viewer: looks, searches and exports',
  editor: 'editor: types and releases, too',
  admin: 'admin: with all schools, looks after accounts and sees who did what, too',
};

/** Role and schools, in a form for an account. */
export function AccountFields({ role, seesAll, schools, evenIfUnknown }: TypedAccount) {
  return (
    <>
      <label>
        Role
        <select name="role">
          {roles.map((one) => (
            <option value={one} selected={one === role}>
              {roleWords[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Sees
        <select name="sees">
          <option value="named" selected={!seesAll}>
            the schools named here
          </option>
          <option value="all" selected={seesAll}>
            all schools, those that come later too
          </option>
        </select>
      </label>
      <label>
        Schools by name or id, one on each line
        <textarea name="schools" rows={4} spellcheck={false}>
          {schools}
        </textarea>
      </label>
      <label class="tick">
        <input type="checkbox" name="evenIfUnknown" value="yes" checked={evenIfUnknown} />
        Also schools that no run has met yet
      </label>
    </>
  );
}
