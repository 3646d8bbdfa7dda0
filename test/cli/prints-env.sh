#!/usr/bin/env bash
# Stands in for Python: prints the environment that the program would be given.
env
