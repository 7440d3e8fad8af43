# One image for every process: the command names which, such as `subgraphs/order/core/main.js`; see docker-compose.yaml.

# With the sources and all packages, for what is of development alone: the issuer of docker-compose.yaml runs in it.
FROM node:26-bookworm-slim AS source
WORKDIR /app
COPY . .
# Makes the code that is not committed.
RUN npm ci --no-audit --no-fund

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
# Of its own accord Node lets the objects that live shortly take up to 48 MB more; a request costs no less CPU for it.
ENTRYPOINT ["node", "--max-semi-space-size=8"]
CMD ["router/main.js"]
