# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.11-slim-bookworm

RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 gettext \
        fonts-dejavu-core fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/portal
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

COPY manage.py pyproject.toml ./
COPY applications applications
COPY exchange exchange
COPY federal federal
COPY locale locale
COPY portal portal
COPY regions regions
COPY static static
COPY templates templates
RUN python manage.py compilemessages --verbosity 0 --settings portal.settings.base \
    && python manage.py collectstatic --noinput --verbosity 0 --settings portal.settings.base \
    && useradd --system --no-create-home portal

USER portal
ENV DJANGO_SETTINGS_MODULE=portal.settings.production PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
