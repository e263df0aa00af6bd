// The script that a route needs before it shows, gzip, against its budget. The first route is the page to sign in.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

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

function weigh(label, budget, names) {
  const chunks = [...closure(names)].map((name) => manifest[name]).filter(Boolean);
  const scripts = new Set(chunks.map((chunk) => chunk.file).filter((file) => file.endsWith('.js')));
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  const sum = (files) => [...files].reduce((total, file) => total + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
  const script = sum(scripts);
  console.log(`${label}: ${kb(script)} kB script of ${budget}, ${kb(sum(styles))} kB style (gzip, ${scripts.size} files)`);
  return script <= budget * 1000;
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const route = (name) => Object.keys(manifest).find((key) => key.endsWith(name));
// English is in the code; another language's catalogue comes to these figures.
const first = [entry];
const within = [
  weigh('sign in', 215, [...first, route('routes/SignInRoute.tsx')]),
  weigh('projects', 250, [...first, route('app/Frame.tsx'), route('routes/ProjectsRoute.tsx')]),
  weigh('board', 268, [...first, route('app/Frame.tsx'), route('routes/ProjectRoute.tsx'), route('tasks/Board.tsx')]),
];
if (within.includes(false)) {
  console.error('A route is over its budget.');
  process.exit(1);
}
