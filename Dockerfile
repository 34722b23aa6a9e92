# The image of all environments: `node app.js <command>` and `node operator.js`.
#
#   NODE_IMAGE, NODE_DIGEST   base of the build. The digest (Node 24.21.0, every platform) pins it if the tag moves,
#                             also with a mirror; empty for a local image
#   BASE_IMAGE                base of the image, if it differs
#   AHLT_LANGUAGE             language of the app: a folder of languages/, English without it
#   VERSION, COMMIT           reported by the app
#   COMMIT_TIME               its seconds since 1970: two builds of one commit have the same files. Not SOURCE_DATE_EPOCH, which BuildKit gives to
#                             every WORKDIR: no commit would find anything in the cache that another has left there
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG NODE_DIGEST=sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ARG BASE_IMAGE=${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}}

# Changes with the lockfile only. Install scripts are skipped: a build does not need what they fetch and compile.
FROM ${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}} AS dependencies
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
RUN npm sbom --sbom-format cyclonedx > /packages.cdx.json

FROM dependencies AS build
COPY tsconfig.json ./
COPY scripts scripts
COPY cdk8s cdk8s
COPY operator operator
COPY app app
COPY languages languages
ARG AHLT_LANGUAGE=
ARG COMMIT=unversioned
ARG COMMIT_TIME=0
RUN SOURCE_DATE_EPOCH=$COMMIT_TIME node scripts/build.ts --image --commit "$COMMIT" --sbom /packages.cdx.json \
 && mkdir -p /maps /stable && mv build/*.map /maps/ && mv build/node_modules build/*.wasm /stable/ \
 && chmod 644 /stable/*.wasm && chmod -R u=rwX,go=rX build /stable /maps \
 && find build /maps -exec touch -h -d "@$COMMIT_TIME" {} + && find /stable -exec touch -h -d @0 {} +

# Files that a build writes beside the image: docker build --target output --output build/image .
FROM scratch AS output
COPY --from=build /source/build/sbom.cdx.json /
COPY --from=build /maps /maps

FROM ${BASE_IMAGE} AS runtime
# Nothing is installed in a running container, and tools that are not there need no update.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
 && echo 'ahlt:x:10001:10001::/tmp:/usr/sbin/nologin' >> /etc/passwd && echo 'ahlt:x:10001:' >> /etc/group
WORKDIR /srv/ahlt
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 HOME=/tmp
# Machine code and the parser change with a package, the rest with every commit.
COPY --from=build /stable ./
COPY --from=build /source/build ./
USER 10001:10001
EXPOSE 8080 9464
# Liveness only; readiness is /readyz.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node"]
CMD ["app.js", "serve"]
ARG VERSION=unversioned
ARG COMMIT=unversioned
ARG BASE_IMAGE
ARG NODE_DIGEST
LABEL org.opencontainers.image.title="im-ctrl" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.base.name="$BASE_IMAGE" \
      org.opencontainers.image.base.digest="$NODE_DIGEST" \
      platform.ahlt.dev/sbom="/srv/ahlt/sbom.cdx.json"
