"""`manage.py prove`: asks the live database whether nothing is oversold and all counts add up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from queueing.queries import invariants


class Command(BaseCommand):
    """Say of each thing that must hold whether it does; end with 1 where one does not."""

    help = "Memeriksa pada basis data yang berjalan bahwa tidak ada tempat terjual dua kali dan semua hitungan cocok."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, print, and fail for what is broken."""
        broken, asked = 0, len(invariants.INVARIANTS)
        for proof in invariants.prove():
            mark = "ya   " if proof.holds else "TIDAK"
            self.stdout.write(f"{mark} {proof.invariant.sentence}")
            if not proof.holds:
                broken += 1
                self.stdout.write(f"      {proof.count} baris: {', '.join(proof.examples)}")
        if broken:
            raise CommandError(f"{broken} dari {asked} hal tidak berlaku. Jangan ubah apa pun dahulu.")
        self.stdout.write(f"Semua {asked} hal berlaku.")
