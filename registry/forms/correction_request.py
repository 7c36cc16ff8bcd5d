"""What a clerk found when she looked into a request to correct data."""

from django import forms

from registry.forms.fields import without_numbers


class CloseForm(forms.Form):
    """The answer, kept beside the request."""

    hasil = forms.CharField(
        label="Hasil pemeriksaan",
        help_text="Misalnya: sudah dibetulkan menurut akta, atau data sudah benar. Jangan tulis NIK.",
        max_length=200,
        validators=[without_numbers],
    )
