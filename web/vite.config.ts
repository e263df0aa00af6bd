import { type PluginObj, transformAsync, types as t } from '@babel/core';
import { createCompiledCatalog } from '@lingui/cli/api';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** A text as Lingui's run time reads it: `Hello {name}` becomes `["Hello ",["name"]]`. */
function compiled(text: string): t.Expression {
  const { source, errors } = createCompiledCatalog('en', { text }, { namespace: 'json' });
  if (errors[0]) throw errors[0].error;
  return t.valueToNode((JSON.parse(source) as { messages: { text: unknown } }).messages.text);
}

/**
 * English is the language of the source, so its texts stay there, compiled: each file brings its own, and whoever reads English loads no
 * catalogue. Other languages' catalogues come before them.
 */
function englishInPlace(): PluginObj {
  return {
    visitor: {
      Program: {
        exit: (program) =>
          program.traverse({
            ObjectExpression({ node }) {
              const named = (name: string) => node.properties.find((property) => t.isObjectProperty(property) && t.isIdentifier(property.key, { name }));
              const message = named('message');
              if (named('id') && t.isObjectProperty(message) && t.isStringLiteral(message.value)) message.value = compiled(message.value.value);
            },
          }),
      },
    },
  };
}

/** Lingui's macros (`t`, `Trans`) become plain calls. Babel touches only files that import a macro. */
function linguiMacros(): Plugin {
  return {
    name: 'vistone:lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!/\.tsx?$/.test(file) || file.includes('/node_modules/') || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      const out = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
        plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }], englishInPlace],
      });
      return out?.code ? { code: out.code, map: out.map } : null;
    },
  };
}

const backend = process.env['VISTONE_BACKEND'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [linguiMacros(), lingui(), react()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    sourcemap: false,
    // An inlined asset would be a data: URL, which the content security policy allows for images only.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        // Two shared files instead of fifty: they compress better together, and what changes rarely stays in the browser's cache.
        codeSplitting: {
          groups: [
            { name: 'vendor', priority: 2, test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store)|@lingui|openapi-fetch|use-sync-external-store)\// },
            { name: 'ui', priority: 1, minShareCount: 12, test: /node_modules\/(@mantine|@floating-ui|@tabler|react-remove-scroll)|src\/(lib|ui)\/(?!Settings|CodeField|CopyText|passkeys|Markdown|DataTable|Calendar|DateField|Panel|InlineText)[\w.]+$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: backend, ws: true }, '/files': backend } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/lib/test-setup.ts'] },
});
