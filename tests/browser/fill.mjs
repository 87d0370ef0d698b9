// Fills in a form of ours with pdf.js in a real browser, as a person does, and saves it.
//
//   node fill.mjs BLANK.pdf SAVED.pdf [PICTURE.png]
//
// Needs `npm install pdfjs-dist playwright-core` in this folder, and a Chromium (CHROMIUM names it).
import { createServer } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const [blank, saved, picture] = process.argv.slice(2);
const types = { ".html": "text/html", ".mjs": "text/javascript", ".css": "text/css", ".pdf": "application/pdf" };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  try {
    const file = path === "/blank.pdf" ? blank : join(here, normalize(path));
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    response.end(await readFile(file));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 760, height: 1060 } });
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/fill.html`);
  await page.waitForFunction(() => globalThis.ready);
  for (const number of [2, 4]) {
    await page.evaluate((n) => show("/blank.pdf", n), number);
  }
  await page.fill('[name="applicant.name"]', "上海喆玥智造系统有限公司");
  await page.fill('[name="applicant.established"]', "2018年3月6日");
  await page.fill('[name="applicant.finances.2.revenue"]', "23116.94");
  await page.locator('input[type=radio][name="applicant.ownership"]').nth(2).check();
  await page.selectOption('select[name="tasks.0.direction"]', "工艺智能化设计解决方案");
  await page.check('[name="tasks.0.industries=汽车"]');
  await page.fill('[name="tasks.0.pain_points"]', "换型周期长，\n能耗高。");
  if (picture) {
    await page.locator(".page").first().screenshot({ path: picture });
  }
  await writeFile(saved, Buffer.from(await page.evaluate(() => save())));
} finally {
  await browser.close();
  server.close();
}
