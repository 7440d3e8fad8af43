# One image for every process: the command names which, such as `subgraphs/order/core/main.ts`; see docker-compose.yaml.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY . .
# Makes the code that is not committed, then keeps the packages that a running process needs. Prisma's command line counts
# as optional, 240 MB of it; of what is optional only tsx's compiler is needed, and of Prisma's compilers PostgreSQL's.
RUN npm ci --no-audit --no-fund \
 && mv node_modules/@esbuild /tmp/ \
 && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
 && mv /tmp/@esbuild node_modules/ \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \
      -o -name 'query_compiler_*' ! -name '*.postgresql.*' \) -delete

FROM node:22-bookworm-slim
WORKDIR /app
# HOST: a container's own address is not known before it runs. The cache would need a disk that can be written.
ENV NODE_ENV=production HOST=0.0.0.0 TSX_DISABLE_CACHE=1
COPY --from=build /app/package.json /app/supergraph.graphql ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/protos protos
COPY --from=build /app/platform platform
COPY --from=build /app/router router
COPY --from=build /app/subgraphs subgraphs
USER node
ENTRYPOINT ["node", "--import", "tsx"]
CMD ["router/main.ts"]
