import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(process.cwd(), 'src');
const LIMIT = 400;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

const all = files(SRC).map((path) => ({ path: relative(SRC, path), text: readFileSync(path, 'utf8') }));
const code = all.filter(({ path }) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && path !== 'api/schema.d.ts');

/** The folder of `src` that a module is in, a feature with its name: `features/tasks`. */
function zone(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'features' ? `features/${second}` : first;
}

function imports(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('~/')) return [specifier.slice(2)];
    return specifier.startsWith('.') ? [relative(SRC, resolve(SRC, dirname(path), specifier))] : [];
  });
}

function allowed(from: string, to: string): boolean {
  if (from === to || from === 'main.tsx') return true;
  const base = new Set(['ui', 'lib', 'api', 'locales']);
  if (from === 'app') return to.startsWith('features/') || base.has(to);
  if (from.startsWith('features/')) return base.has(to);
  if (from === 'ui') return to === 'lib';
  if (from === 'lib') return to === 'api' || to === 'locales';
  return false;
}

describe('the layers', () => {
  it('app > features > ui, lib, api; features never import each other', () => {
    const broken = code.flatMap(({ path, text }) =>
      imports(path, text)
        .filter((target) => !allowed(zone(path), zone(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('keeps files short', () => {
    expect(all.filter(({ path, text }) => /\.(tsx?|css)$/.test(path) && path !== 'api/schema.d.ts' && text.split('\n').length > LIMIT).map(({ path }) => path)).toEqual([]);
  });
});

describe('the tokens', () => {
  const styled = all.filter(({ path }) => /\.(tsx|css)$/.test(path) && path !== 'ui/tokens.css');

  it('no colour and no size is written outside tokens.css', () => {
    const broken = styled.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        // A media query cannot read a custom property; a number in SVG is a coordinate.
        if (line.includes('@media') || line.includes('<svg') || line.includes('<rect')) return [];
        return /#[0-9a-f]{3,8}\b(?=[;'" ])|\b(?:rgb|hsl|oklch)a?\(|(?<![\w-])\d*\.?\d+(?:px|rem)\b/i.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('light and dark define the same colours', () => {
    const css = all.find(({ path }) => path === 'ui/tokens.css')?.text ?? '';
    const names = (start: string) => [...(css.slice(css.indexOf(start)).split('\n}')[0] ?? '').matchAll(/(--[\w-]+):/g)].map((match) => match[1]);
    const light = names("[data-theme='light'] {");
    expect(names("[data-theme='dark'] {").toSorted()).toEqual(light.toSorted());
  });

  it('every custom property that is used exists', () => {
    const css = all.find(({ path }) => path === 'ui/tokens.css')?.text ?? '';
    const known = new Set([...all.map(({ text }) => text).join('\n').matchAll(/['"]?(--[\w-]+)['"]?\s*:/g)].map((match) => match[1]));
    const used = styled.flatMap(({ path, text }) => [...text.matchAll(/var\((--[\w-]+)\)/g)].map((match) => ({ path, name: match[1] ?? '' })));
    expect(css).not.toBe('');
    expect(used.filter(({ name }) => !known.has(name) && !/--(hue|col)-/.test(name))).toEqual([]);
  });
});
