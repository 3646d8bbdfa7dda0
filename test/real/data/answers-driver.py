"""Drives answers.py with an application that answers who asks. Requests come as JSON on stdin, answers go to stdout.

A request names its tenant and pod (`a/1`), method, path, query and headers; `sleep` waits before it.
"""

import asyncio
import json
import os
import sys
import time

import answers

state = {'calls': 0, 'changes': 0}


async def application(scope, receive, send):
    state['calls'] += 1
    headers = {name.decode(): value.decode() for name, value in scope['headers']}
    if scope['method'] != 'GET':
        state['changes'] += 1
    public = scope['path'] in answers.PUBLIC
    who = '' if public else json.dumps(sorted(headers.items()))
    extra = [(b'set-cookie', b'a=b')] if 'x-wants-cookie' in headers else []
    extra += [(b'cache-control', b'no-store')] if 'x-wants-no-store' in headers else []
    await send({'type': 'http.response.start', 'status': int(headers.get('x-wants-status', 200)),
                'headers': [(b'content-type', b'application/json'), *extra]})
    body = json.dumps({'who': who, 'path': scope['path'], 'changes': state['changes'], 'size': len(headers)})
    await send({'type': 'http.response.body', 'body': body[:10].encode(), 'more_body': True})
    await send({'type': 'http.response.body', 'body': body[10:].encode()})
    # Open WebUI's middleware works on after the answer.
    await asyncio.sleep(0.005)


async def main():
    pods = {}
    tasks = []
    replies = []
    for wanted in json.load(sys.stdin):
        await asyncio.sleep(wanted.get('sleep', 0))
        tenant = wanted['pod'].split('/')[0]
        if wanted['pod'] not in pods:
            user = f'tenant-{tenant}'
            environment = {'CACHE_HOST': '127.0.0.1', 'CACHE_PORT': os.environ['PORT'], 'CACHE_USER': user,
                           'CACHE_PASSWORD': f'secret{tenant}', 'CACHE_TLS': 'false'}
            cache = answers.cache_of(environment)
            pods[wanted['pod']] = answers.Answers(application, cache, user, int(os.environ['SECONDS']), '0.12.4')
        sent = []
        answered = asyncio.Event()

        async def send(message, sent=sent, answered=answered):
            sent.append(message)
            if message['type'] == 'http.response.body' and not message.get('more_body'):
                answered.set()

        scope = {
            'type': 'http', 'scheme': 'https', 'method': wanted.get('method', 'GET'), 'path': wanted['path'],
            'query_string': wanted.get('query', '').encode(),
            'headers': [(name.encode(), value.encode()) for name, value in wanted.get('headers', {}).items()],
        }
        before, began = state['calls'], time.monotonic()
        # The next request comes as soon as the answer to this one is there.
        tasks.append(asyncio.create_task(pods[wanted['pod']](scope, None, send)))
        await asyncio.wait([tasks[-1], asyncio.create_task(answered.wait())], return_when=asyncio.FIRST_COMPLETED)
        took = time.monotonic() - began
        headers = dict(sent[0]['headers'])
        replies.append({
            'status': sent[0]['status'],
            'cache': headers.get(b'x-answer-cache', b'').decode(),
            'type': headers.get(b'content-type', b'').decode(),
            'asked': state['calls'] - before,
            'milliseconds': took * 1000,
            **json.loads(b''.join(message.get('body', b'') for message in sent)),
        })
    await asyncio.gather(*tasks)
    for pod in pods.values():
        await pod.cache.aclose()
    json.dump(replies, sys.stdout)


asyncio.run(main())
