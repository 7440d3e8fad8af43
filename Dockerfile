# One image for every process: the command names which, such as `subgraphs/order/core/main.ts`; see docker-compose.yaml.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY . .
# Makes the code that is not committed, then keeps what runs. Embedded databases are for development.
RUN npm ci --no-audit --no-fund \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@electric-sql subgraphs/*/test platform/test platform/testing router/test tools/test

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
COPY --from=build /app/tools tools
USER node
ENTRYPOINT ["node", "--import", "tsx"]
CMD ["router/main.ts"]
