"""Roll entries and matches in one partition per roll and per run; what is published or loaded never changes.

A partition is filled by COPY as a table of its own and attached whole, so a crash leaves nothing half-loaded,
and taking a roll or a run back is dropping a table. Identity columns on partitioned tables need PostgreSQL 17:
a sequence serves from 14 on. The default partitions are for single rows made by hand; bulk loads never use them.
"""

from django.db import migrations

PARTITIONED = """
ALTER TABLE {table} RENAME TO {table}_plain;
CREATE TABLE {table} (LIKE {table}_plain INCLUDING DEFAULTS) PARTITION BY LIST ({key});
CREATE SEQUENCE {table}_number_seq AS bigint OWNED BY {table}.id;
ALTER TABLE {table} ALTER COLUMN id SET DEFAULT nextval('{table}_number_seq');
ALTER TABLE {table} ADD CONSTRAINT {table}_has_one_row_per_id PRIMARY KEY ({key}, id);
DROP TABLE {table}_plain;
"""

ENTRIES = (
    PARTITIONED.format(table="elections_voterrollentry", key="roll_id")
    + """
ALTER TABLE elections_voterrollentry
    ADD CONSTRAINT an_entry_belongs_to_a_roll FOREIGN KEY (roll_id) REFERENCES elections_voterroll (id),
    ADD CONSTRAINT an_entry_belongs_to_a_village FOREIGN KEY (region_id) REFERENCES registry_region (code),
    ADD CONSTRAINT a_row_of_the_file_is_one_entry UNIQUE (roll_id, row_number),
    ADD CONSTRAINT an_entry_has_a_name CHECK (name <> ''),
    ADD CONSTRAINT an_entry_seals_its_nik CHECK ((nik_index IS NULL) = (octet_length(nik_sealed) = 0)),
    ADD CONSTRAINT an_entry_seals_its_kk_number CHECK ((kk_number_index IS NULL) = (octet_length(kk_number_sealed) = 0)),
    ADD CONSTRAINT tps_number_of_an_entry_is_three_figures CHECK (tps_number ~ '^[0-9]{3}$');
CREATE INDEX entry_by_nik_index ON elections_voterrollentry (nik_index);
CREATE INDEX entry_by_region ON elections_voterrollentry (region_id);
CREATE TABLE elections_voterrollentry_by_hand PARTITION OF elections_voterrollentry DEFAULT;
"""
)

MATCHES = (
    PARTITIONED.format(table="elections_match", key="run_id")
    + """
ALTER TABLE elections_match
    ADD CONSTRAINT a_match_belongs_to_a_run FOREIGN KEY (run_id) REFERENCES elections_reconciliationrun (id),
    ADD CONSTRAINT a_match_belongs_to_a_village FOREIGN KEY (region_id) REFERENCES registry_region (code),
    ADD CONSTRAINT a_match_links_a_resident FOREIGN KEY (resident_id) REFERENCES registry_resident (id),
    ADD CONSTRAINT a_match_proposes_a_resident FOREIGN KEY (candidate_id) REFERENCES registry_resident (id),
    ADD CONSTRAINT a_run_decides_an_entry_once UNIQUE (run_id, entry_id),
    ADD CONSTRAINT only_automatic_links_name_a_resident CHECK (
        (resident_id IS NOT NULL) = (outcome IN ('MATCHED', 'MATCHED_WITH_DIFFERENCES', 'PROBABLE'))),
    ADD CONSTRAINT only_a_linked_voter_counts_as_recorded CHECK (NOT recorded OR resident_id IS NOT NULL);
CREATE INDEX match_by_region_and_outcome ON elections_match (run_id, region_id, outcome);
CREATE INDEX match_by_resident ON elections_match (resident_id) WHERE resident_id IS NOT NULL;
CREATE INDEX match_by_candidate ON elections_match (candidate_id) WHERE candidate_id IS NOT NULL;
CREATE TABLE elections_match_by_hand PARTITION OF elections_match DEFAULT;
"""
)

FROZEN = """
CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change('{sentence}');
"""

FROZEN_TABLES = {
    "elections_voterrollentry": "a loaded roll never changes",
    "elections_rankingedition": "a published ranking never changes",
    "elections_regionscore": "a published ranking never changes",
}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("elections", "0002_initial"),
        ("registry", "0002_append_only"),
    ]

    operations = [
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
        migrations.RunSQL(MATCHES, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                FROZEN.format(table=table, sentence=sentence), f"DROP TRIGGER {table}_is_immutable ON {table}"
            )
            for table, sentence in FROZEN_TABLES.items()
        ),
    ]
