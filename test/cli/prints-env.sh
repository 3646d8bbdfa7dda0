#!/usr/bin/env bash
# Replaces Python: prints the environment that the program would get.
env
