import { describe, expect, test } from '@jest/globals';
import { release } from '../../../../test/harness/license-case.js';
import { buildCatalog } from './catalog.rules.js';

function newestFirst(...releases: [string, string][]): string[] {
  return buildCatalog(releases.map(([version, at]) => release(version, at))).newestFirst.map(
    ({ version }) => version,
  );
}

describe('a catalog', () => {
  test('is in the order of Semantic Versioning, whatever the order of publishing', () => {
    expect(
      newestFirst(
        ['2.0.0', '2026-01-01'],
        ['10.0.0', '2026-02-01'],
        ['9.10.0', '2026-03-01'],
        ['9.9.1', '2026-04-01'],
        ['1.4.2', '2026-05-01'],
      ),
    ).toEqual(['10.0.0', '9.10.0', '9.9.1', '2.0.0', '1.4.2']);
  });

  test('puts a pre-release below its release, numbers below words, and more identifiers above fewer', () => {
    const at = '2026-01-01';
    expect(
      newestFirst(
        ['1.0.0-alpha.beta', at],
        ['1.0.0-rc.1', at],
        ['1.0.0-alpha', at],
        ['1.0.0', at],
        ['1.0.0-beta.11', at],
        ['1.0.0-alpha.1', at],
        ['1.0.0-beta.2', at],
        ['1.0.0-beta', at],
        ['1.0.0-11', at],
      ),
    ).toEqual([
      '1.0.0',
      '1.0.0-rc.1',
      '1.0.0-beta.11',
      '1.0.0-beta.2',
      '1.0.0-beta',
      '1.0.0-alpha.beta',
      '1.0.0-alpha.1',
      '1.0.0-alpha',
      '1.0.0-11',
    ]);
  });

  test('takes the later of two builds of one version first', () => {
    const builds: [string, string][] = [
      ['1.0.0+9', '2026-01-01'],
      ['1.0.0+10', '2026-01-02'],
    ];
    expect(newestFirst(...builds)).toEqual(['1.0.0+10', '1.0.0+9']);
    expect(newestFirst(...builds.toReversed())).toEqual(['1.0.0+10', '1.0.0+9']);
  });

  test('finds a release by the version it was published under', () => {
    const catalog = buildCatalog([release('1.0.0', '2026-01-01'), release('1.0.0+9', '2026-01-02')]);
    expect(catalog.byVersion.get('1.0.0+9')?.id).toBe('rel-1.0.0+9');
    expect(catalog.byVersion.has('1.0')).toBe(false);
  });

  test.each(['1.0', 'v1.0.0', '01.0.0', '1.0.0-01', ''])('does not guess what %j is', (version) => {
    const broken = { ...release('1.0.0', '2026-01-01'), id: 'rel-broken', version };
    expect(() => buildCatalog([broken])).toThrow(/rel-broken/);
  });
});
