"""One small made-up regency for all tests that read its files, one hard to match, and one without errors."""

import pytest

from elections.made_up import make_population
from tests.elections.made_up.written_files import RESIDENTS, Files, read_all


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    directory = tmp_path_factory.mktemp("made-up")
    make_population(directory, seed=2020, residents=RESIDENTS)
    return read_all(directory)


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Files:
    directory = tmp_path_factory.mktemp("made-up-hard")
    make_population(directory, seed=2020, residents=RESIDENTS, profile="hard")
    return read_all(directory)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Files:
    directory = tmp_path_factory.mktemp("made-up-clean")
    make_population(directory, seed=2020, residents=5_000, profile="clean")
    return read_all(directory)
