# One image, three uses: towpath migrate, towpath serve, towpath work. See compose.yaml and docs/operations.md.
FROM python:3.11-slim

RUN useradd --system --create-home --home-dir /var/lib/towpath towpath
WORKDIR /opt/towpath

COPY requirements.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
ENV PATH=/opt/venv/bin:$PATH

COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY flows flows
COPY frontend frontend
COPY backend/towpath backend/towpath
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER towpath
# Inside a container the outside is the container's network; compose.yaml opens the port to the host alone.
ENV TOWPATH_HOST=0.0.0.0 TOWPATH_DATA_DIR=/var/lib/towpath
VOLUME /var/lib/towpath
EXPOSE 8020
ENTRYPOINT ["towpath"]
CMD ["serve"]
