/// The build: one page, scripts in pieces (pdf.js, the charts and the heavy screens come when they are opened), and nothing that a strict
/// content security policy would refuse. Mantine's colour variables are written into a style sheet here, at build time, because the
/// kit itself would put them into a <style> element, which `style-src 'self'` forbids.
import { convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme, DEFAULT_THEME } from '@mantine/core';
import { cpSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { theme } from './src/theme';

const VARIABLES = 'virtual:mantine-variables.css';

function mantineVariables(): Plugin {
  return {
    name: 'mantine-variables',
    resolveId: (id) => (id === VARIABLES ? `\0${VARIABLES}` : undefined),
    load(id) {
      if (id !== `\0${VARIABLES}`) return undefined;
      return convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root');
    },
  };
}

/// What pdf.js fetches by itself: standard fonts, character maps, decoders of fax and JBIG2 pictures.
function pdfParts(): Plugin {
  return {
    name: 'pdf-parts',
    writeBundle({ dir }) {
      for (const part of ['standard_fonts', 'cmaps', 'wasm', 'iccs']) cpSync(`node_modules/pdfjs-dist/${part}`, `${dir ?? 'dist'}/pdf/${part}`, { recursive: true });
    },
  };
}

export default defineConfig({
  plugins: [mantineVariables(), react(), pdfParts()],
  server: { proxy: { '/api': process.env.OPENIMR_API ?? 'http://127.0.0.1:8600' } },
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 1300 },
});
