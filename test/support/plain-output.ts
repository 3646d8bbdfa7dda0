/**
 * Set-up of every suite: programs that tests start print the same, independent of colour settings of the tester's
 * shell. With both variables set Node itself writes a warning to stderr.
 */
delete process.env['NO_COLOR']
delete process.env['FORCE_COLOR']
