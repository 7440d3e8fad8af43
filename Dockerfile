# One image for every process: the command names which, such as `subgraphs/order/core/main.js`; see docker-compose.yaml.

# What says which packages there are, without the rest: a change of code leaves the layer of the packages as it is.
FROM node:26-bookworm-slim AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json -delete && find . -type d -empty -delete

# With the sources and all packages, for what is of development alone: the issuer of docker-compose.yaml runs in it.
FROM node:26-bookworm-slim AS source
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Makes the code that is not committed.
RUN npm run prepare

FROM source AS build
# Compiles all, then keeps the packages that a running process needs. Prisma's command line counts as optional, 240 MB of
# it; of Prisma's compilers PostgreSQL's is needed. platform/node_modules has what others need in another version.
RUN npm run build \
 && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/.cache \
 && mkdir -p platform/node_modules \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \
      -o -name 'query_compiler_*' ! -name '*.postgresql.*' \) -delete

FROM node:26-bookworm-slim
WORKDIR /app/build
# HOST: a container's own address is not known before it runs.
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/platform/node_modules /app/platform/node_modules
COPY --from=build /app/build /app/build
USER node
# Of its own accord Node lets the objects that live shortly take up to 48 MB more: docs/decisions/newest-node-in-the-image.md.
ENTRYPOINT ["node", "--max-semi-space-size=8"]
CMD ["router/main.js"]
# https://github.com/opencontainers/image-spec/blob/main/annotations.md; last, since they change with each release.
ARG VERSION=0.0.0 REVISION=unknown SOURCE=unknown
LABEL org.opencontainers.image.title="Commerce supergraph" \
  org.opencontainers.image.licenses=MIT \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.source="$SOURCE"
