import { useState, type SyntheticEvent } from 'react';
import type { Choice, Persona } from './access.js';

export interface AccessBarProps {
  readonly personas: readonly Persona[];
  readonly choice: Choice | null;
  readonly onChoose: (choice: Choice | null) => void;
}

const ownToken = ':token';

/** A native select and native fields: the keyboard and a screen reader know them without our help. */
export function AccessBar({ personas, choice, onChoose }: AccessBarProps) {
  const [typing, setTyping] = useState(choice?.kind === 'token');
  const offered = personas.length > 0;
  const selected = typing ? ownToken : choice?.kind === 'persona' ? choice.name : '';

  function select(value: string) {
    setTyping(value === ownToken);
    onChoose(value === '' || value === ownToken ? null : { kind: 'persona', name: value });
  }

  return (
    <div className="access" role="group" aria-label="Who asks">
      {offered && (
        <>
          <label htmlFor="persona">Ask as</label>
          <select
            id="persona"
            value={selected}
            onChange={(event) => {
              select(event.target.value);
            }}
          >
            <option value="">Choose somebody …</option>
            {personas.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
            <option value={ownToken}>Somebody with a token of my own …</option>
          </select>
        </>
      )}
      {(typing || !offered) && <TokenForm onChoose={onChoose} />}
    </div>
  );
}

function TokenForm({ onChoose }: Pick<AccessBarProps, 'onChoose'>) {
  const [token, setToken] = useState('');
  const [membership, setMembership] = useState('');

  function use(event: SyntheticEvent) {
    event.preventDefault();
    const pasted = token.trim().replace(/^Bearer\s+/i, '');
    if (pasted === '') return;
    onChoose({
      kind: 'token',
      token: pasted,
      membership: membership.trim() === '' ? null : membership.trim(),
    });
    setToken('');
  }

  return (
    <form onSubmit={use}>
      <label htmlFor="token">Token or API key</label>
      <input
        id="token"
        type="password"
        autoComplete="off"
        required
        aria-describedby="token-note"
        value={token}
        onChange={(event) => {
          setToken(event.target.value);
        }}
      />
      <label htmlFor="membership">Membership, if several</label>
      <input
        id="membership"
        autoComplete="off"
        spellCheck={false}
        value={membership}
        onChange={(event) => {
          setMembership(event.target.value);
        }}
      />
      <button type="submit">Use</button>
      <small id="token-note">Kept in this tab only.</small>
    </form>
  );
}
