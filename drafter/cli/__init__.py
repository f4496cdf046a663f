"""The command line: parse, call the pipeline, show. Nothing is decided here."""


def run() -> None:
    """Run the `drafter` command."""
    from drafter.cli.app import main

    main()
