"""The command line: parse, call the pipeline, show. Nothing is decided here."""

import gc


def run() -> None:
    """Run the `drafter` command."""
    # A command ends soon: what it leaves behind is not worth looking for all the time, least of
    # all while its modules are read.
    gc.set_threshold(200_000, 50, 100)
    from drafter.cli.app import main

    main()
