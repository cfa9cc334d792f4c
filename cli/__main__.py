"""Start here: every command of `granary`. The work is in cli/commands, loaded when asked for."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.errors import CommandError
from cli.model_commands import models
from cli.policy_commands import policy

DataDir = Annotated[
    Path, typer.Option(help="Folder of the suite.", envvar="GRANARY_DATA_DIR", show_default=True)
]
Port = Annotated[int | None, typer.Option(help="Port to use; chosen free when not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
DEFAULT_DATA_DIR = Path(".granary")

app = typer.Typer(
    help="Run a consumer revolving micro-loan suite.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
token = typer.Typer(help="Access tokens of an embedded suite.", no_args_is_help=True)
app.add_typer(token, name="token")
app.add_typer(policy, name="policy")
app.add_typer(models, name="models")
contract = typer.Typer(help="Contract files.", no_args_is_help=True)
app.add_typer(contract, name="contract")


@app.command()
def up(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    port_gateway: Port = None,
    port_sandbox: Port = None,
    port_postgres: Port = None,
    port_nats: Port = None,
    *,
    detach: Annotated[bool, typer.Option(help="Return when ready; keep running.")] = False,
) -> None:
    """Start the whole suite and keep it running until Ctrl-C or `granary down`."""
    from cli.commands.up import up_attached, up_detached

    asked = {
        "gateway": port_gateway,
        "sandbox": port_sandbox,
        "postgres": port_postgres,
        "nats": port_nats,
    }
    ports = {name: port for name, port in asked.items() if port is not None}
    (up_detached if detach else up_attached)(data_dir, ports)


@app.command()
def down(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Stop the suite in order."""
    from cli.commands.down import stop_suite

    stop_suite(data_dir)


@app.command()
def status(data_dir: DataDir = DEFAULT_DATA_DIR, *, json: AsJson = False) -> None:
    """Show the processes of the suite; exit status 1 unless all are ready."""
    from cli.commands.status import show_status

    raise typer.Exit(show_status(data_dir, as_json=json))


@contract.command("verify")
def contract_verify(
    file: Annotated[Path, typer.Argument(help="The contract, a PDF.")],
    trust: Annotated[
        Path | None, typer.Option(help="Roots to trust, PEM; else those of the data folder.")
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Tell whose seal a contract bears and whether a byte was changed; exit status 1 if bad."""
    from cli.commands.verify_contract import verify_contract

    raise typer.Exit(verify_contract(file, data_dir, trust, as_json=json))


@token.command()
def staff(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    name: Annotated[str, typer.Option(help="Who is acting; kept in the records.")] = "operator",
    hours: Annotated[int, typer.Option(help="Hours until it expires.", min=1, max=24)] = 8,
) -> None:
    """Print an access token for a member of staff."""
    from cli.commands.token import staff_token

    print(staff_token(data_dir, name, hours))


@app.command()
def rehearse(
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep the suite's data here; temporary otherwise.")
    ] = None,
    loans: Annotated[int, typer.Option(help="Loans to draw.")] = 200,
    days: Annotated[int, typer.Option(help="Business days to close.")] = 60,
    seed: Annotated[int, typer.Option(help="Whose dice decide what happens.")] = 1,
) -> None:
    """Let a portfolio live through many days with faults, then verify the books."""
    from cli.commands.rehearse import rehearse as run

    raise typer.Exit(run(data_dir, loans=loans, days=days, seed=seed))


@app.command()
def demo(
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep the suite's data here; a temporary folder if absent.")
    ] = None,
) -> None:
    """Start everything, play loans from registration to settlement, verify the books, stop."""
    from cli.commands.demo import play_demo

    raise typer.Exit(play_demo(data_dir))


@app.command()
def verify(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    wait: Annotated[float, typer.Option(help="Seconds a running suite gets to finish.")] = 30.0,
    *,
    json: AsJson = False,
) -> None:
    """Check every invariant of a running or stopped suite; exit status 1 when one is broken.

    In a stopped suite work may be half done: that all is final is checked only in a running one.
    """
    from cli.commands.verify import verify_suite

    raise typer.Exit(verify_suite(data_dir, as_json=json, wait_s=wait))


@app.command()
def books(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    from_on: Annotated[str, typer.Option("--from", help="First closed day, YYYY-MM-DD.")] = "",
    to_on: Annotated[str, typer.Option("--to", help="Last one; the last closed if absent.")] = "",
    *,
    json: AsJson = False,
) -> None:
    """Show the trial balance over closed days; exit status 1 unless debits equal credits."""
    from cli.commands.books import show_books

    raise typer.Exit(show_books(data_dir, from_on=from_on, to_on=to_on, as_json=json))


@app.command("dead-letters")
def dead_letters(
    replay: Annotated[
        int | None, typer.Argument(help="Give back the message with this number; list if absent.")
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Show what repayment's consumers gave up on, or give one message back to them."""
    from cli.commands.dead_letters import list_dead_letters, replay_dead_letter

    if replay is not None:
        raise typer.Exit(replay_dead_letter(data_dir, replay))
    raise typer.Exit(list_dead_letters(data_dir, as_json=json))


@app.command()
def quote(file: Annotated[Path, typer.Argument(help="A vector file: inputs and events.")]) -> None:
    """Print the schedule rows of a vector file as JSON."""
    from cli.commands.quote import print_quote

    raise typer.Exit(print_quote(file))


@app.command("train-score")
def train_score(
    data: Annotated[Path, typer.Option(help="CSV with a header, packed with gzip or not.")],
    schema: Annotated[
        Path | None, typer.Option(help="What its columns mean; found by the header if absent.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the model into a folder below this one.")
    ] = None,
    *,
    json: AsJson = False,
) -> None:
    """Train a score on a file, test it on five folds, and print its figures."""
    from cli.commands.score import options, run_modelling

    arguments = options(data=data, schema=schema, out=out, json=json)
    raise typer.Exit(run_modelling("train", arguments))


@app.command("score-report")
def score_report(
    data: Annotated[Path, typer.Option(help="CSV of scored people with what became of them.")],
    out: Annotated[Path, typer.Option(help="Folder of the page, its JSON and its metrics.")],
    schema: Annotated[
        Path | None, typer.Option(help="What its columns mean; found by the header if absent.")
    ] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of models; the shipped one.")] = None,
    model: Annotated[str | None, typer.Option(help="Version; the policy's champion.")] = None,
    challenger: Annotated[
        str | None, typer.Option(help="Version to test for promotion; the scorecard if absent.")
    ] = None,
    bad_rate_ppm: Annotated[
        int | None,
        typer.Option(help="Expected share of defaults, ppm; the policy's.", min=1, max=999_999),
    ] = None,
    *,
    json: AsJson = False,
) -> None:
    """Report on a score: drift, calibration, fairness, and the test of a challenger."""
    from cli.commands.score import options, run_modelling

    arguments = options(
        data=data,
        out=out,
        schema=schema,
        models=models,
        model=model,
        challenger=challenger,
        bad_rate_ppm=bad_rate_ppm,
        json=json,
    )
    raise typer.Exit(run_modelling("report", arguments))


@app.command()
def decide(
    people: Annotated[int, typer.Option(help="Synthetic people to decide about.")] = 3,
    seed: Annotated[int, typer.Option(help="Whose people.")] = 1,
    file: Annotated[
        Path | None, typer.Option(help="JSON of one person or a list, in place of synthetic ones.")
    ] = None,
    product: Annotated[str, typer.Option(help="What they apply for.")] = "personal_revolving",
    *,
    explain: Annotated[bool, typer.Option(help="Tell every step.")] = True,  # noqa: ARG001
    json: AsJson = False,
    what_if: Annotated[
        Path | None, typer.Option(help="A rule file: print what it would change instead.")
    ] = None,
    what_if_credit: Annotated[
        Path | None, typer.Option(help="A credit policy: print what it would change instead.")
    ] = None,
) -> None:
    """Decide applications with the engine alone, and tell every step."""
    from cli.commands.decide import decide_people

    raise typer.Exit(
        decide_people(
            people=people,
            seed=seed,
            file=file,
            product=product,
            as_json=json,
            what_if=what_if,
            what_if_credit=what_if_credit,
        )
    )


@app.command()
def bench(
    name: Annotated[
        str,
        typer.Argument(
            help="commands, relay, drawdown, eod, repay, loan, quote, score, rescore, decide, all."
        ),
    ],
    *,
    loans: Annotated[
        int | None, typer.Option(help="Size of the book, for eod and repay.", min=1_000)
    ] = None,
    json: AsJson = False,
) -> None:
    """Measure a hot path and its ratio to the bare floor of the same work."""
    from cli.commands.bench import run_bench

    raise typer.Exit(run_bench(name, as_json=json, loans=loans))


@app.command("close-day")
def close_day(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    until: Annotated[
        str | None,
        typer.Option(
            help="Close days until this date is open, YYYY-MM-DD; the open one if absent."
        ),
    ] = None,
) -> None:
    """Close the open business day of a running suite, or one day after the other."""
    from cli.commands.close_day import close_days

    raise typer.Exit(close_days(data_dir, until))


def main() -> None:
    """Run a command; a failure is one plain message and exit status 1."""
    import structlog

    from chassis.embedded.errors import EmbeddedServerError

    # What the chassis logs in this process goes beside the answer, never into it.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        app()
    except (CommandError, EmbeddedServerError) as error:
        print(f"granary: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os._exit(0)


if __name__ == "__main__":
    main()
