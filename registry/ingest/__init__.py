"""Files in: how rows come from a file, are checked as sets, and merge into the registry.

The way of a file, each step in the module of its name:

    actions.intakes.receive     the file is kept under a name of our own, its batch made; the door rings
    running.run                 the job: check and stage, then merge; each step whole or not at all
      (desk)                    a batch of the intake desk stops twice for a person: `matching`, when its header
                                does not name the columns, and `waiting`, before the merge
      opening -> delimited | workbook      any dialect becomes batches of text with the row's number (`rows`)
      engine + macros                      DuckDB reads the values as sets, by the rules of `registry/rules`
      checks, twins, villages              rules as data; the first that fails decides what is said of a row
      staging                              numbers are sealed, accepted rows go into unlogged tables
      held                                 the others are kept, sealed, with row, column, rule and advice
      kinds.FileKind.preview               what a merge would do, counted, with a sample; nothing is written
      kinds.FileKind.merge                 one transaction, ended by the move to done
    mending                     held rows checked one by one as they are mended, then loaded as a small file
    withdrawing                 the whole batch back out, by kinds.FileKind.withdraw

**Another kind of file** (a voter roll in the A-KWK layout) is a subclass of `kinds.FileKind`, named in its app's
config: `file_kinds = {"voter_roll": "elections.ingest.a_kwk.AKwkRoll"}`. `siak` is the example to read:

* `layout`: the columns to read, their other names, and which of them hold an identity number, a name, a date.
* `reading`: SELECT over `incoming` (text as it stands, columns named as in the layout) that keeps all columns
  and adds values as they will be stored, by the macros of `macros`. DuckDB does not tell NIK from nik apart: give
  the added columns names of their own.
* `checks`: `Check`s in the order in which they decide; a roll that must keep damaged numbers as printed simply
  has no check of them. `notices` are counted and held nobody back.
* `refer(engine, batch)`: tables that the checks ask (`villages.refer`, `twins.find`, an election's dates from
  `batch.parameters`); raise `BadFile` when the batch as a whole cannot be checked.
* `stages`: SELECTs over `accepted` and the PostgreSQL columns they fill. Types must match exactly (CAST to
  SMALLINT for smallint): rows travel as binary COPY. A column in `numbers` is sealed on the way and becomes
  `<column>_index` and `<column>_sealed`; NULL stays NULL in both.
* `merge(batch, stages, progress)`: INSERT ... SELECT from the staged tables, inside the open transaction.
* `preview(batch, stages, table)`: what that would do, counted from the staged tables, and a sample (`previewing`).
* `withdraw(batch, progress)`: the way back; raise `BatchIsInUse` with a sentence when something stands on the batch.
* `refuse_parameters(region, parameters)`: what must be named with the file, before it is kept; `parameter_form` asks
  for it at the intake desk.
"""
