# The helpdesk in one image; every part is a command of it. See docs/operations.md.
FROM node:24-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web/frontend web/frontend
RUN node web/frontend/build.mjs

FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/requirements.lock

FROM python:3.13-slim
# Python knows few types of files by their names without it: no .docx, no .webp.
RUN apt-get update && apt-get install -y --no-install-recommends media-types && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin helpdesk \
    && install -d -o helpdesk -g helpdesk -m 0700 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY pyproject.toml LICENSE ./
COPY helpdesk helpdesk
COPY channels channels
COPY routing routing
COPY web web
COPY runtime runtime
COPY --from=frontend /app/web/static web/static
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HELPDESK_DATA_DIR=/data \
    HELPDESK_HOST=0.0.0.0 \
    HELPDESK_PORT=8000
RUN python -m compileall -q -j 0 helpdesk channels routing web runtime
USER helpdesk
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "runtime.cli"]
CMD ["up"]
