import { parentPort, workerData } from 'node:worker_threads';
import { spreadsheet, type Sheet } from './spreadsheet.js';

parentPort?.postMessage(await spreadsheet(workerData as Sheet));
