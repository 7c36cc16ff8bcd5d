FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VOICE_FOLDER=/usr/local/share/kependudukan/voice

# The voice of the board in the waiting room.
# hadolint ignore=DL3008
RUN apt-get -qq update \
    && apt-get -qq install --yes --no-install-recommends espeak-ng \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app

COPY requirements.txt .
# Only what the lock names and only with the hashes that it names.
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin kependudukan \
    && install -d -o kependudukan -g kependudukan -m 0700 /var/lib/kependudukan

COPY . .
# Production settings refuse to start without secrets; these are of no use anywhere and stay in no layer.
RUN DJANGO_SETTINGS_MODULE=kependudukan.settings.production \
    SECRET_KEY=build FIELD_ENCRYPTION_KEYS=1:build BLIND_INDEX_KEY=build ALLOWED_HOSTS=build PUBLIC_URL=http://build \
    DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build \
    sh -c "python manage.py collectstatic --noinput && python manage.py make_voice"

USER 10001
VOLUME /var/lib/kependudukan
EXPOSE 8000
CMD ["gunicorn", "kependudukan.wsgi", "--worker-class=gthread", "--workers=2", "--threads=8"]
