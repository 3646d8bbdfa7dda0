"""Prints the routes of Open WebUI whose handler writes configuration, one method and path a line.

Usage: settings-routes.py <folder of the package open_webui>

A handler writes when it calls `Config.upsert`, `Config.delete` or `Config.clear`, or a function of the package that does.
"""

import ast
import sys
from pathlib import Path

VERBS = {'get', 'post', 'put', 'patch', 'delete'}
WRITES = {'Config.upsert', 'Config.delete', 'Config.clear'}
# Tasks of the process itself, which have names that handlers call too.
NOT_HELPERS = {'upsert', 'lifespan'}


def functions(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def calls(function):
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                names.add(node.func.id)
            elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                names.add(f'{node.func.value.id}.{node.func.attr}')
    return names


def prefixes(main):
    """Path below which each module of routes is mounted."""
    mounted = {'main': ''}
    for node in ast.walk(ast.parse(main.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'include_router':
            router = node.args[0]
            path = next((word.value.value for word in node.keywords if word.arg == 'prefix'), '')
            if isinstance(router, ast.Attribute) and isinstance(router.value, ast.Name):
                mounted[router.value.id] = path
    return mounted


def routes(function):
    for mark in function.decorator_list:
        if (
            isinstance(mark, ast.Call)
            and isinstance(mark.func, ast.Attribute)
            and mark.func.attr in VERBS
            and isinstance(mark.func.value, ast.Name)
            and mark.func.value.id in {'app', 'router'}
        ):
            yield mark.func.attr.upper(), mark.args[0].value


def main(package):
    sources = [path for path in package.rglob('*.py') if 'migrations' not in path.parts]
    writers = {
        function.name for path in sources for function in functions(path) if calls(function) & WRITES
    } - NOT_HELPERS
    mounted = prefixes(package / 'main.py')
    modules = [package / 'main.py', *package.glob('routers/*.py'), *package.glob('routers/*/__init__.py')]
    found = set()
    for path in modules:
        module = path.parent.name if path.name == '__init__.py' else path.stem
        for function in functions(path):
            named = {name.rsplit('.', 1)[-1] for name in calls(function)}
            if calls(function) & WRITES or named & writers:
                found |= {f'{verb} {mounted.get(module, "")}{route}' for verb, route in routes(function)}
    print('\n'.join(sorted(found)))


if __name__ == '__main__':
    main(Path(sys.argv[1]))
