import type { ClosedNotice } from '../../lib/resolve/types.ts'

/**
 * The page of a tenant without compute, as HTML. NGINX reads it as a string in double quotes, so it must not contain
 * NGINX's special characters.
 */
export function closedPage({ name, why, advice, contact }: ClosedNotice): string {
  const mail = escapeHtml(contact)
  return page(`${escapeHtml(name)} ${why}`, `${advice} <a href='mailto:${mail}'>${mail}</a>.`)
}

/** The page of a tenant whose application has no pod that answers, in the same form. It loads itself again. */
export function startingPage(name: string): string {
  const again = `This page loads again every ${reloadSeconds} seconds.`
  return page(
    `${escapeHtml(name)} is starting`,
    again,
    `<meta http-equiv='refresh' content='${reloadSeconds}'>`,
  )
}

/** Seconds after which a page of a starting tenant asks again. */
export const reloadSeconds = 10

function page(title: string, text: string, head = ''): string {
  return [
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
    "<meta name='viewport' content='width=device-width, initial-scale=1'>",
    `${head}<title>${title}</title></head>`,
    "<body style='font-family: sans-serif; margin: 15vh auto; max-width: 32em; padding: 0 1em'>",
    `<h1>${title}</h1>`,
    `<p>${text}</p>`,
    '</body></html>',
  ].join('')
}

/** Replaces the special characters of HTML, and `"`, `$` and `\\`, which are special to NGINX. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'$\\]/g, (char) => `&#${char.charCodeAt(0)};`)
}
