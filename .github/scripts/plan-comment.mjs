// Writes a comment on a pull request. It replaces the comment of an earlier run.
//
//   COMMENT                             file with the text; its first line identifies the comment
//   HEAD_OWNER, HEAD_BRANCH, HEAD_SHA   the pull request, as GitHub reports it; the artifact never chooses it
//   GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN
import { readFileSync } from 'node:fs'

const { COMMENT, HEAD_OWNER, HEAD_BRANCH, HEAD_SHA, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env
const api = process.env.GITHUB_API_URL ?? 'https://api.github.com'
const repository = `${api}/repos/${GITHUB_REPOSITORY}`

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status}`)
  return response.json()
}

/** The open pull request whose head is the planned commit. A branch with a newer commit has its own run. */
async function pullRequest() {
  const query = new URLSearchParams({ state: 'open', head: `${HEAD_OWNER}:${HEAD_BRANCH}` })
  const found = await call('GET', `${repository}/pulls?${query}`)
  return found.find(({ head }) => head.sha === HEAD_SHA)?.number
}

/** The previous comment of this workflow. It never replaces a person's comment, even one that starts with the mark. */
async function commentBefore(number, mark) {
  for (let page = 1; ; page += 1) {
    const comments = await call('GET', `${repository}/issues/${number}/comments?per_page=100&page=${page}`)
    const own = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(mark))
    if (own) return own.id
    if (comments.length < 100) return undefined
  }
}

const body = readFileSync(COMMENT, 'utf8')
const [mark] = body.split('\n')
const number = await pullRequest()
if (number === undefined) {
  console.log(`no open pull request has ${HEAD_SHA}`)
} else {
  const id = await commentBefore(number, mark)
  if (id === undefined) await call('POST', `${repository}/issues/${number}/comments`, { body })
  else await call('PATCH', `${repository}/issues/comments/${id}`, { body })
  console.log(`${id === undefined ? 'commented on' : 'updated the comment on'} #${number}`)
}
