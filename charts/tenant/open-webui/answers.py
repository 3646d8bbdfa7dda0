"""Open WebUI with a cache of answers in front of its routes, for uvicorn: `answers:app`.

Only the answers of ALLOWED are kept, for a few seconds, in the tenant's part of the cell's cache. The key covers every
header of the request that could change the answer: who sends another cookie, token or unknown header gets another entry.
PUBLIC answers are the same for everybody, so their key leaves out credentials.

Each entry carries the tenant's generation. A request that could change one of the answers starts another generation, so
the next reader of any pod gets the new state. While the cache does not answer, every request goes to the application.

    CACHE_HOST, CACHE_PORT, CACHE_USER, CACHE_PASSWORD  the cache; without a host nothing is kept
    CACHE_TLS        `false` for a cache without TLS
    ANSWERS_SECONDS  an entry lives so long
"""

import base64
import hashlib
import json
import logging
import os
import secrets
import time

from redis import asyncio as redis
from redis.exceptions import RedisError

log = logging.getLogger('answers')

# The same for everybody.
PUBLIC = {'/api/changelog', '/api/version', '/manifest.json'}
# They differ by person, role or session.
ALLOWED = PUBLIC | {'/api/config', '/api/models', '/api/v1/configs/banners'}

# Headers that change no answer of ALLOWED. Every other header, known or not, is a part of the key.
IGNORED = {
    b'cache-control', b'connection', b'content-length', b'dnt', b'if-modified-since', b'if-none-match', b'pragma',
    b'priority', b'referer', b'te', b'traceparent', b'tracestate', b'upgrade-insecure-requests', b'user-agent',
    b'x-amzn-trace-id', b'x-forwarded-for', b'x-forwarded-port', b'x-real-ip', b'x-request-id',
}
CREDENTIALS = {b'authorization', b'cookie', b'x-api-key'}

# Requests below these paths change none of the answers. Any other request that is no GET starts a generation.
UNRELATED = (
    '/api/chat/', '/api/v1/auths/signin', '/api/v1/chat/', '/api/v1/chats/', '/api/v1/files/', '/api/v1/folders/',
    '/api/v1/memories/', '/api/v1/notes/', '/api/v1/users/user/settings/', '/ollama/api/chat', '/ollama/api/embed',
    '/ollama/api/generate', '/openai/chat/',
)
LARGEST = 512 * 1024
# A cache that is slower than the application is of no use.
PATIENCE_SECONDS = 0.2
CONNECT_SECONDS = 1
# After a failure the application answers alone for so long.
REST_SECONDS = 5
GENERATION_SECONDS = 86_400


class Answers:
    """ASGI application: answers from the cache, or passes to the application and keeps its answer."""

    def __init__(self, application, cache, prefix, seconds, version):
        self.application = application
        self.cache = cache
        self.prefix = f'{prefix}:answers'
        self.seconds = seconds
        self.version = version
        self.rest_until = 0.0

    async def __call__(self, scope, receive, send):
        if self.cache is None or scope['type'] != 'http':
            return await self.application(scope, receive, send)
        if scope['method'] == 'GET' and scope['path'] in ALLOWED and not scope.get('query_string'):
            return await self.answer(scope, receive, send)
        if not self.changes(scope):
            return await self.application(scope, receive, send)

        async def renewed(message):
            # Before the sender learns of the change: the next request may come while the application still tidies up.
            if message['type'] == 'http.response.start':
                await self.renew()
            await send(message)

        await self.application(scope, receive, renewed)
        # Once more, for tasks that the application runs after its answer.
        await self.renew()

    async def renew(self):
        await self.ask('set', f'{self.prefix}:generation', secrets.token_hex(8), ex=GENERATION_SECONDS)

    def changes(self, scope):
        if scope['method'] in ('GET', 'HEAD', 'OPTIONS'):
            return False
        return not scope['path'].startswith(UNRELATED)

    async def answer(self, scope, receive, send):
        key = self.key(scope)
        generation, kept = await self.look(key)
        fresh = b'no-cache' in dict(scope['headers']).get(b'cache-control', b'')
        if kept is not None and not fresh:
            return await replay(send, kept)

        async def keep(taken):
            if generation and taken.may_be_kept():
                await self.ask('set', key, taken.text(generation), ex=self.seconds)

        await self.application(scope, receive, Taken(send, keep).send)

    def key(self, scope):
        apart = IGNORED | CREDENTIALS if scope['path'] in PUBLIC else IGNORED
        headers = sorted(
            (name, value)
            for name, value in scope['headers']
            if name not in apart and not name.startswith(b'sec-')
        )
        parts = [self.version.encode(), scope['scheme'].encode(), scope['path'].encode()]
        digest = hashlib.sha256()
        for part in (*parts, *(part for header in headers for part in header)):
            # With its length, so that no two lists of parts are the same bytes.
            digest.update(f'{len(part)}:'.encode() + part)
        return f'{self.prefix}:{digest.hexdigest()}'

    async def look(self, key):
        """The tenant's generation, and the entry if it is of this generation; twice None when the cache is silent."""
        name = f'{self.prefix}:generation'
        found = await self.ask('mget', name, key)
        if found is None:
            return None, None
        generation, entry = found
        if generation is None:
            await self.ask('set', name, secrets.token_hex(8), ex=GENERATION_SECONDS, nx=True)
            return None, None
        kept = json.loads(entry) if entry else None
        if kept and kept['generation'] != generation.decode():
            kept = None
        return generation.decode(), kept

    async def ask(self, command, *words, **options):
        if time.monotonic() < self.rest_until:
            return None
        try:
            return await getattr(self.cache, command)(*words, **options)
        except (OSError, RedisError, TimeoutError) as error:
            self.rest_until = time.monotonic() + REST_SECONDS
            log.warning('the cache of answers fails, the application answers alone: %s', error)
            return None


class Taken:
    """Passes an answer on and remembers it; `keep` is called before its last part is passed on."""

    def __init__(self, send, keep):
        self.to = send
        self.keep = keep
        self.start = None
        self.body = b''
        self.whole = False

    async def send(self, message):
        if message['type'] == 'http.response.start':
            self.start = message
            message = {**message, 'headers': [*message['headers'], (b'x-answer-cache', b'miss')]}
        elif len(self.body) <= LARGEST:
            self.body += message.get('body', b'')
            self.whole = not message.get('more_body', False)
            if self.whole:
                await self.keep(self)
        await self.to(message)

    def may_be_kept(self):
        if not self.whole or self.start['status'] != 200 or len(self.body) > LARGEST:
            return False
        headers = {name.lower(): value for name, value in self.start['headers']}
        private = headers.get(b'cache-control', b'')
        return b'set-cookie' not in headers and b'no-store' not in private

    def text(self, generation):
        headers = [[name.decode('latin-1'), value.decode('latin-1')] for name, value in self.start['headers']]
        body = base64.b64encode(self.body).decode()
        return json.dumps({'generation': generation, 'headers': headers, 'body': body})


async def replay(send, kept):
    headers = [(name.encode('latin-1'), value.encode('latin-1')) for name, value in kept['headers']]
    start = {'type': 'http.response.start', 'status': 200, 'headers': [*headers, (b'x-answer-cache', b'hit')]}
    await send(start)
    await send({'type': 'http.response.body', 'body': base64.b64decode(kept['body'])})


def cache_of(environment):
    """The client of the cache, which connects at its first command; None without an address."""
    host = environment.get('CACHE_HOST')
    if not host:
        return None
    tls = environment.get('CACHE_TLS', 'true') == 'true'
    authorities = {}
    if tls:
        import certifi

        authorities = {'ssl_ca_certs': certifi.where()}
    return redis.Redis(
        host=host,
        port=int(environment.get('CACHE_PORT', '6379')),
        username=environment['CACHE_USER'],
        password=environment['CACHE_PASSWORD'],
        ssl=tls,
        **authorities,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        max_connections=32,
    )


def wrapped():
    """Makes the application; uvicorn calls it."""
    from open_webui.env import VERSION
    from open_webui.main import app as application

    seconds = int(os.environ.get('ANSWERS_SECONDS', '30'))
    return Answers(application, cache_of(os.environ), os.environ.get('CACHE_USER', ''), seconds, VERSION)
