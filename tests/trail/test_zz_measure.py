import time

import pytest
from django.db import connection, transaction

from registry.ingest import siak_withdrawal
from registry.models import *
from tests.factories.regions import plant_regency
from tests.factories.registry import BatchFactory

pytestmark = [pytest.mark.django_db(transaction=True)]
N = 45_000


def sql(q, *p):
    with connection.cursor() as c:
        t = time.time()
        c.execute(q, list(p) or None)
        d = time.time() - t
        return d


def test_measure():
    plant_regency("35.16")
    b = BatchFactory.create()
    print()

    def load():
        a = sql(
            f"INSERT INTO registry_household (kk_number_index,kk_number_sealed,region_id,address,rt,rw,batch_id) SELECT gen_random_uuid(), decode(repeat('00',46),'hex'),'35.16.08.2001','DSN','001','002',{b.pk} FROM generate_series(1,{N // 3})"
        )
        a += sql(f"""INSERT INTO registry_resident (nik_index,nik_sealed,household_id,relation_to_head,name,birth_place,birth_date,sex,marital_status,residency_status,region_id,batch_id)
         SELECT gen_random_uuid(), decode(repeat('00',46),'hex'), (SELECT min(id) FROM registry_household)+i/3,1,'BUDI','X','1990-01-01','L',1,1,'35.16.08.2001',{b.pk} FROM generate_series(0,{N - 1}) i""")
        a += sql(
            f"INSERT INTO registry_cardrecord (resident_id,state,batch_id) SELECT id,'CARD_ISSUED',{b.pk} FROM registry_resident"
        )
        sql("ANALYZE registry_resident, registry_household, registry_cardrecord")
        return a

    def change():
        return sql("UPDATE registry_resident SET name='SITI' WHERE id % 3 = 0")

    def withdraw():
        t = time.time()
        with transaction.atomic():
            siak_withdrawal.withdraw(b)
        return time.time() - t

    load()
    for on in (True, False, True, False, True, False):
        for t_ in ("resident", "household", "cardrecord"):
            sql(f"ALTER TABLE registry_{t_} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
        sql("UPDATE registry_resident SET name='BUDI'")
        print("  update of 15k", on, change())
    for on in (True, False, True, False, True, False):
        for t_ in ("resident", "household", "cardrecord"):
            sql(f"ALTER TABLE registry_{t_} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
        print("  withdraw 45k", on, withdraw())
        load()
