# The programs of the container: one image for the API, the worker and the migrations.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY requirements.lock ./
# Sections of the lock: what runs, then what builds, then what develops; of that the client that `verbale relay` needs.
RUN sed '/^# == build/,$d' requirements.lock >runtime.txt \
 && sed -n '/^nats-py==/,/[^\\]$/p' requirements.lock >>runtime.txt \
 && sed '1,/^# == build/d; /^# == development/,$d' requirements.lock >build.txt \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r build.txt \
 && python -m venv /opt/verbale \
 && /opt/verbale/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY service service
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/verbale/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl \
 && /opt/verbale/bin/pip uninstall --yes pip

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin verbale
COPY --from=build /opt/verbale /opt/verbale
ENV PATH=/opt/verbale/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8080
CMD ["verbale", "serve"]
