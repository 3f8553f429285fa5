/// PDF pages drawn by pdf.js, which is loaded when the first page of a PDF is shown. Files are fetched in ranges, a few are kept open.
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist';
import type { Size } from './geometry';

const KEPT_OPEN = 8;
const opened = new Map<string, PDFDocumentLoadingTask>();

let library: Promise<typeof import('pdfjs-dist')> | undefined;

async function loaded() {
  library ??= import('pdfjs-dist').then((pdfjs) => {
    pdfjs.GlobalWorkerOptions.workerSrc = workerAddress;
    return pdfjs;
  });
  return library;
}

async function documentAt(address: string): Promise<PDFDocumentProxy> {
  const pdfjs = await loaded();
  let task = opened.get(address);
  if (task) opened.delete(address);
  else {
    task = pdfjs.getDocument({
      url: address,
      withCredentials: true,
      disableAutoFetch: true,
      rangeChunkSize: 131_072,
      isEvalSupported: false,
      enableXfa: false,
      // Fax and JBIG2 pictures, the commonest of scanned records, are decoded by WebAssembly inside the worker script, whose own
      // policy (and no page's) must allow 'wasm-unsafe-eval'.
      useWasm: true,
      cMapUrl: '/pdf/cmaps/',
      cMapPacked: true,
      standardFontDataUrl: '/pdf/standard_fonts/',
      wasmUrl: '/pdf/wasm/',
      iccUrl: '/pdf/iccs/',
      verbosity: 0,
    });
  }
  opened.set(address, task);
  for (const [oldest, old] of opened) {
    if (opened.size <= KEPT_OPEN) break;
    opened.delete(oldest);
    void old.destroy();
  }
  try {
    return await task.promise;
  } catch (fault) {
    if (opened.get(address) === task) opened.delete(address);
    throw fault;
  }
}

/// Draws a page (counted from 1) into the canvas and gives its size in points. Stops early when `signal` is aborted.
export async function drawPage(address: string, number: number, canvas: HTMLCanvasElement, scale: number, signal: AbortSignal): Promise<Size> {
  const file = await documentAt(address);
  const page = await file.getPage(number);
  signal.throwIfAborted();
  const natural = page.getViewport({ scale: 1 });
  const sharp = Math.min(window.devicePixelRatio || 1, 2) * scale;
  const viewport = page.getViewport({ scale: sharp });
  // Drawn aside first: the page on the screen never flashes white while it is drawn sharper.
  const aside = document.createElement('canvas');
  aside.width = Math.floor(viewport.width);
  aside.height = Math.floor(viewport.height);
  const drawing = page.render({ canvas: aside, viewport });
  const stop = () => drawing.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await drawing.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    page.cleanup();
  }
  signal.throwIfAborted();
  canvas.width = aside.width;
  canvas.height = aside.height;
  canvas.getContext('2d')?.drawImage(aside, 0, 0);
  return { width: natural.width, height: natural.height };
}
