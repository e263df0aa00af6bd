// The script that the first route needs (sign-in and the app's frame alike), gzip, against its budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 250;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk and everything it imports before it can run. */
function closure(names) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const child of manifest[name]?.imports ?? []) visit(child);
  };
  for (const name of names) visit(name);
  return seen;
}

const kb = (bytes) => Math.round(bytes / 100) / 10;

function weigh(label, names) {
  const chunks = [...closure(names)].map((name) => manifest[name]).filter(Boolean);
  const scripts = new Set(chunks.map((chunk) => chunk.file).filter((file) => file.endsWith('.js')));
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  const sum = (files) => [...files].reduce((total, file) => total + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
  const script = sum(scripts);
  console.log(`${label}: ${kb(script)} kB script, ${kb(sum(styles))} kB style (gzip, ${scripts.size} files)`);
  return script;
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const locale = Object.keys(manifest).find((name) => name.endsWith('locales/en.po'));
const route = (name) => Object.keys(manifest).find((key) => key.endsWith(name));
const first = [entry, locale];
const loads = [
  weigh('sign in', [...first, route('routes/SessionRoutes.tsx')]),
  weigh('projects', [...first, route('app/Frame.tsx'), route('routes/ProjectsRoute.tsx')]),
  weigh('board', [...first, route('app/Frame.tsx'), route('routes/ProjectRoute.tsx'), route('tasks/Board.tsx')]),
];
if (Math.max(...loads) > BUDGET_KB * 1000) {
  console.error(`The first route is over its budget of ${BUDGET_KB} kB.`);
  process.exit(1);
}
