# Builds Masterplan and puts it, with Elsa Studio's files, into an image that runs as nobody in particular on a read-only root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src ./src
COPY workflows ./workflows
RUN dotnet publish src/Host --configuration Release --runtime linux-x64 --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:RestoreLockedMode=true --output /program

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ENV DOTNET_EnableDiagnostics=0 DOTNET_TieredPGO=0 MASTERPLAN_DATA=/data MASTERPLAN_KEYS=/keys
RUN mkdir /data /keys && chown "$APP_UID:$APP_UID" /data /keys && chmod 700 /data /keys
COPY --from=build /program /program
USER $APP_UID
VOLUME ["/data", "/keys"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q live <&3"]
ENTRYPOINT ["/program/masterplan"]
CMD ["serve", "--urls", "http://0.0.0.0:8080", "--insecure-http"]
