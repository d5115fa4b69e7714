// Opens one notebook in a running JupyterLab, runs all its cells, and saves a picture of each screenful.
// node browser.mjs MODULE-FOLDER CHROMIUM URL PICTURE
// Prints one line of JSON: {ran, counts, errors, pictures}; exit status 1 when a cell or the page failed.
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, chromiumPath, url, picture] = process.argv.slice(2);
const { chromium } = createRequire(path.join(modules, 'package.json'))('playwright-core');

const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let failed = false;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
  const pageErrors = [];
  page.on('pageerror', error => pageErrors.push(String(error)));
  await page.goto(url);
  await page.waitForFunction(() => {
    const widget = window.jupyterapp?.shell?.currentWidget;
    const kernel = widget?.sessionContext?.session?.kernel;
    return widget?.content?.widgets?.length && kernel?.connectionStatus === 'connected' && kernel?.status === 'idle';
  }, undefined, { timeout: 120000 });
  const result = await page.evaluate(async () => {
    const app = window.jupyterapp;
    // The command resolves when all cells have run: true, or false where one failed.  Clicks in the menu get lost.
    const ran = await app.commands.execute('notebook:run-all-cells');
    const cells = app.shell.currentWidget.content.model.sharedModel.cells.filter(cell => cell.cell_type === 'code');
    const errors = cells.flatMap(cell => cell.outputs
      .filter(output => output.output_type === 'error' || (output.output_type === 'stream' && output.name === 'stderr'))
      .map(output => output.ename ? `${output.ename}: ${output.evalue}` : String(output.text)));
    return { ran, counts: cells.map(cell => cell.execution_count), errors };
  });
  const total = await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.widgets.length);
  const withPicture = await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.widgets
    .map((cell, index) => [cell.model.type === 'code' && cell.model.sharedModel.outputs.some(o => o.data?.['image/png']), index])
    .filter(([drawn]) => drawn).map(([, index]) => index));
  const stops = [0, ...withPicture, total - 1];
  for (const [number, index] of stops.entries()) {
    // Cells off the screen are not in the page: scroll to each figure before taking its picture.
    await page.evaluate(i => window.jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start'), index);
    await page.waitForTimeout(700);
    await page.screenshot({ path: picture.replace(/\.png$/, `-${number}.png`) });
  }
  const inOrder = result.counts.every((count, index) => count === index + 1);
  failed = result.ran !== true || result.errors.length > 0 || pageErrors.length > 0 || !inOrder;
  console.log(JSON.stringify({ ...result, pageErrors, pictures: stops.length }));
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
