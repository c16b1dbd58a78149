# tickmark in an image that holds nothing else: one static binary and the certificates by which it knows AWS. It runs as
# nobody, and writes only what it is asked to: a root file system that is read-only does.
ARG RUST=1.94
FROM docker.io/library/rust:${RUST}-alpine AS build
# The versions are those of the image's own release of Alpine.
# hadolint ignore=DL3018
RUN apk add --no-cache ca-certificates musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --release

FROM scratch
LABEL org.opencontainers.image.title="tickmark" \
      org.opencontainers.image.description="A SOC 2 cloud posture scanner that never says more than it saw" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /source/target/release/tickmark /usr/local/bin/tickmark
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
WORKDIR /work
USER 65532:65532
HEALTHCHECK NONE
ENTRYPOINT ["/usr/local/bin/tickmark"]
